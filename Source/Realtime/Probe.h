// SPDX-License-Identifier: Apache-2.0
// A minimal text turn beside the session's own rules, to tell whether a fault lies with the service. Pure.
#pragma once

#include "Base/Error.h"
#include "Net/WebSocketClient.h"
#include "Wire/Item.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::realtime
{

/// What a probe saw. Times count from the start of the probe, except those of connecting, which are each stage's own.
struct ProbeReport
{
    std::optional<Error> error; ///< Nothing: the service answered.
    std::string model;
    std::string sessionId;
    std::string answer;
    std::vector<std::string> events; ///< The types of what the service sent, in order; the first 64.
    net::ConnectTimings connecting;
    std::optional<std::chrono::microseconds> sessionCreated;
    std::optional<std::chrono::microseconds> firstToken;
    std::optional<std::chrono::microseconds> done;

    /// True when the service cannot serve just now, for a reason that is not ours: no credit, no such model, another
    /// version of the protocol, a fault of its own.
    [[nodiscard]] bool isKnownSkip() const;

    /// One line for people.
    [[nodiscard]] std::string line() const;
    [[nodiscard]] wire::Json json() const;
};

/// Waits for session.created, asks for one answer outside the conversation, waits for it. Sends nothing else: neither
/// settings nor modalities, so that as little as possible can be wrong on this side.
/// @thread one at a time
class Probe
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// Each of the two waits (Realtime and Voice Guide, probe_text_turn).
    static constexpr std::chrono::seconds stageDeadline{8};

    Probe(std::string model, Time start);

    void opened(const net::ConnectTimings& timings, Time now);
    /// The frame to be sent now, if any.
    [[nodiscard]] std::optional<std::string> received(std::string_view text, Time now);
    void closed(const net::CloseInfo& info);
    void timePassed(Time now);

    [[nodiscard]] bool isOver() const noexcept { return over; }
    [[nodiscard]] std::optional<Time> deadline() const noexcept { return due; }
    [[nodiscard]] const ProbeReport& report() const noexcept { return seen; }

private:
    void fail(Error error);
    void note(std::string_view text);
    [[nodiscard]] std::chrono::microseconds since(Time now) const;

    ProbeReport seen;
    Time begin;
    std::optional<Time> due;
    bool awaitsAnswer = false;
    bool over = false;
};

} // namespace parley::realtime
