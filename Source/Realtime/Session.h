// SPDX-License-Identifier: Apache-2.0
// A realtime session: the shell around SessionCore that owns the transport, the timers and the subscribers.
#pragma once

#include "Base/Executor.h"
#include "Realtime/Agent.h"
#include "Realtime/Event.h"
#include "Realtime/EventHub.h"
#include "Realtime/Recorder.h"
#include "Realtime/SessionCore.h"
#include "Realtime/SpeechSink.h"
#include "Realtime/Transport.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace parley::realtime
{

class SessionShell;

struct SessionOptions
{
    SessionSettings settings;
    std::unique_ptr<Transport> transport;
    std::shared_ptr<SpeechSink> speechSink; ///< May be empty: speech is then not kept.
    std::shared_ptr<Recorder> recorder;     ///< May be empty.
    std::shared_ptr<EventHub> events;       ///< May be empty: the session makes its own.
    /// Sees every event before the subscribers. @thread network; must not block.
    EventHandler observer;
};

/// Every function may be called from any thread but the audio thread, unless marked.
class Session
{
public:
    Session(std::shared_ptr<Executor> usedExecutor, SessionOptions options);
    /// Drops the connection, if there still is one; `close` first says goodbye to the service. Nothing is called any
    /// more once it returned (a subscriber's call that destroys the session from inside itself is its last). Waits for
    /// the network thread at most a second.
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Returns at once; ConnectionChanged tells how it went. A session connects once: a second call is an ErrorEvent.
    void connect();

    /// A line of the user's; the agent answers.
    void sendMessage(std::string text);

    /// 24 kHz mono. While connecting the last 3 s are kept. `commit` ends the user's turn where the service does not
    /// detect turns itself; less than 100 ms of new audio is not committed, and a Warning says so.
    void sendAudio(std::vector<std::int16_t> samples, bool commit = false);

    /// Silence at once, and the response under way is cancelled.
    void interrupt();

    /// The user lets a tool run that ToolApprovalRequired told of; `always`: every further call of this tool by this
    /// agent, too. A call that does not wait (any more) is a Warning.
    void approve(std::string callId, bool always = false);
    /// The model is told `message`, or that the call was not approved.
    void reject(std::string callId, bool always = false, std::string message = {});

    /// Another agent speaks from now on, as after a handoff: its instructions and tools replace those of the current
    /// one. Its voice applies only as long as none was heard; then a Warning says so. HandoffEvent tells when its name
    /// is another. Names of tools that clash are an ErrorEvent, and nothing changes.
    void updateAgent(Agent agent);

    /// Says goodbye to the service, at most a second; ConnectionChanged tells when it is over. Nothing is sent any
    /// more.
    void close();

    /// The handler is called on the tool pool, in order, one event at a time; it may block.
    std::uint64_t subscribe(EventHandler handler);
    /// Idempotent. No call comes after it returned; see EventHub.
    void unsubscribe(std::uint64_t subscription);

    [[nodiscard]] std::vector<wire::Item> history() const;
    [[nodiscard]] Agent currentAgent() const;
    [[nodiscard]] ConnectionState state() const;
    [[nodiscard]] std::uint64_t droppedEarlySamples() const;

    /// What became of the speech given to the sink.
    /// @thread network
    void playbackStarted(const std::string& responseId, std::chrono::microseconds wireToOutput);
    void playbackFinished(const std::string& responseId);

private:
    std::shared_ptr<Executor> executor;
    std::shared_ptr<SessionShell> shell;
};

} // namespace parley::realtime
