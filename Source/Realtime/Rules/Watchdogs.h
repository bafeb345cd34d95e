// SPDX-License-Identifier: Apache-2.0
// Notices what fails without an error: an answer without a voice, a silent one, and a service that says nothing. Pure.
#pragma once

#include "Base/Error.h"
#include "Wire/ServerEvent.h"

#include <chrono>
#include <cstdint>
#include <list>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace parley::realtime
{

/// Every finding is a Warning that names the steps to take; the session goes on.
/// @thread one at a time
class Watchdogs
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// A response under way of which nothing arrives for so long.
    static constexpr std::chrono::seconds stalledAfter{15};
    /// A service that owes something and says nothing at all for so long.
    static constexpr std::chrono::seconds deafAfter{30};
    /// -60 dB of full scale: what stays below is not heard.
    static constexpr int silentPeak = 32;

    /// `output_modalities` of the session, as its echo says; empty: not known, and then no speech is expected unless
    /// the response names its own.
    void sessionSpeaks(std::optional<bool> speaks) { isSpeechExpected = speaks; }

    /// Anything from the service.
    void arrived(Time now);
    void responseCreated(const wire::ResponseCreated& event);
    void speechArrived(const std::string& responseId, std::span<const std::int16_t> samples);
    /// What was wrong with a response that completed, if anything was.
    [[nodiscard]] std::optional<Error> responseDone(const wire::ResponseDone& event);

    /// A response or a commit is awaited; called after every input.
    void owes(bool isOwed, bool hasResponse, Time now);
    [[nodiscard]] std::optional<Error> expire(Time now);
    [[nodiscard]] std::optional<Time> deadline() const;

    void reset();

private:
    /// Responses under way whose end was never told; the oldest give way.
    static constexpr std::size_t mostResponses = 16;

    struct Heard
    {
        std::string responseId;
        std::optional<bool> shouldSpeak;
        std::uint64_t samples = 0;
        int peak = 0;
    };
    [[nodiscard]] Heard take(const std::string& responseId);

    std::optional<bool> isSpeechExpected;
    std::list<Heard> responses;
    std::optional<Time> waitsSince; ///< For anything from a service that owes something.
    bool hasResponse = false;
    bool toldStalled = false;
    bool toldDeaf = false;
};

} // namespace parley::realtime
