// SPDX-License-Identifier: Apache-2.0
// What stands around SessionCore: it owns the transport and the timer, feeds the core and does what it says.
#pragma once

#include "Realtime/Detail/Links.h"
#include "Realtime/Detail/ToolRunner.h"
#include "Realtime/Session.h"

#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace parley::realtime
{

/// Lives on the network thread; keeps itself alive until the transport is gone. Functions without a mark may be called
/// from any thread but the audio thread.
class SessionShell : public std::enable_shared_from_this<SessionShell>
{
public:
    SessionShell(Executor& usedExecutor, SessionOptions given);

    void post(Input given);
    void connect();
    void close();
    /// The owner goes: nothing is published, played or sent once this returned.
    void abandon();
    /// @thread network
    void feed(Input given);

    [[nodiscard]] std::vector<wire::Item> history() const;
    [[nodiscard]] wire::Json historyAsJson() const;
    [[nodiscard]] Usage usage() const;
    [[nodiscard]] Agent currentAgent() const;
    [[nodiscard]] ConnectionState state() const;
    [[nodiscard]] std::uint64_t droppedEarlySamples() const;
    [[nodiscard]] EventHub& eventHub() const noexcept { return *events; }

private:
    void letGo();
    void makeLinks();
    void opened(LinkId link);
    void receive(LinkId link, std::string_view text);
    void closed(LinkId link, const Error& error);
    void closeTransport();
    void carryOut(Outputs& out);
    void runJobs(const Outputs& out);
    void carryOutLinks(const Outputs& out);
    void speak(SpeechChunk chunk);
    void send(LinkId link, const wire::ClientEvent& event);
    void publish(const Event& event);
    void setTimer();
    void timerWentOff();

    Executor& executor;
    const bool ownsEvents;
    const std::shared_ptr<EventHub> events;
    /// Only against readers on other threads; never held while anything else runs.
    mutable std::mutex coreMutex;
    SessionCore core;
    SessionOptions options;
    ToolRunner tools;
    std::shared_ptr<Links> links;
    boost::asio::steady_timer timer;
    std::optional<Time> timerDue; ///< Never later than what is due.
    std::optional<Error> closeReason;
    bool sendFails = false;
    bool isAbandoned = false;
};

} // namespace parley::realtime
