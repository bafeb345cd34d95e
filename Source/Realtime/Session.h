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

#include <atomic>
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
    TransportFactory transport;             ///< Asked for each connection: the first, and those that follow a loss.
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

    /// Returns at once; ConnectionChanged tells how it went. A connection that is lost later is made again by itself
    /// (SessionSettings::reconnect), and the conversation goes on. After `close` or `failed` it may be called again;
    /// the conversation then goes on, too. While there is a session the call is an ErrorEvent.
    void connect();

    /// A line of the user's; the agent answers.
    void sendMessage(std::string text);

    /// An item as it is: a picture (`wire::Item::userImage`), words of the system's, several parts, a tool's output.
    void sendItem(wire::Item item, bool asksForAnswer = true);

    /// 24 kHz mono. While connecting the last 3 s are kept. `commit` ends the user's turn where the service does not
    /// detect turns itself; less than 100 ms of new audio is not committed, and a Warning says so.
    void sendAudio(std::vector<std::int16_t> samples, bool commit = false);

    /// Forgets the audio that was sent and not committed.
    void clearAudio();

    /// Asks for an answer, once those asked for before have come; `overrides` (schema: RealtimeResponseCreateParams)
    /// apply to it alone. `conversation` none belongs into the next function.
    void createResponse(wire::Json overrides = nullptr);

    /// A response beside the conversation, which waits for no other and which no other waits for: `response` says with
    /// what `input`. Returns the `request` of its TurnStarted and TurnEnded, or of the ErrorEvent that refuses it.
    std::string createOutOfBandResponse(wire::Json response);

    /// Any event of the protocol: an object with a `type`, sent as it is. `response.create` waits for its turn as all
    /// others do. What is no event is an ErrorEvent.
    void sendRaw(wire::Json event);

    /// Makes the conversation this one, by deleting and creating what differs: items are known by their ids, words that
    /// were spoken become text (see Rules/HistoryEdit.h). A Warning names what could not be taken over.
    void updateHistory(std::vector<wire::Item> items);

    /// Silence at once, and the response under way is cancelled.
    void interrupt();

    /// The user lets a tool run that ToolApprovalRequired told of; `always`: every further call of this tool by this
    /// agent, too. A call that does not wait (any more) is a Warning.
    void approve(std::string callId, bool always = false);
    /// The model is told `message`, or that the call was not approved.
    void reject(std::string callId, bool always = false, std::string message = {});

    /// The output of a call whose tool has no `run`; an Error's message is told to the model. A call that does not wait
    /// (any more) is a Warning: it has an answer, its deadline passed, or its session ended.
    void answerTool(std::string callId, Result<ToolOutput> output);

    /// Another agent speaks from now on, as after a handoff: its instructions and tools replace those of the current
    /// one. Its voice applies only as long as none was heard; then a Warning says so. HandoffEvent tells when its name
    /// is another. Names of tools that clash are an ErrorEvent, and nothing changes.
    void updateAgent(Agent agent);
    /// Who may speak from now on: `cast`, and `first` where it is not in there. The agent who speaks goes on as its
    /// namesake among them, with other instructions, tools and handoffs; where there is none, `first` takes over as
    /// with `updateAgent`. A cast that is at fault is an ErrorEvent, and nothing changes.
    void updateCast(Agent first, std::vector<Agent> cast);

    /// The fields that are set in `changes` apply from now on, also on connections to come; the others stay as they
    /// are, and so do the kind and the audio formats. Instructions and a voice win over the current agent's until
    /// another agent takes over; tools are offered beside every agent's, instead of those of SessionSettings::session.
    /// While there is no session they become part of its first settings. A voice that comes after one was heard is a
    /// Warning and waits for the next connection. What the service refuses is an ErrorEvent of code updateRejected, and
    /// is taken back as a whole.
    void updateSettings(wire::SessionConfig changes);

    /// Says goodbye to the service, at most a second; ConnectionChanged tells when it is over. Nothing is sent any
    /// more.
    void close();

    /// The handler is called on the tool pool, in order, one event at a time; it may block.
    std::uint64_t subscribe(EventHandler handler);
    /// Idempotent. No call comes after it returned; see EventHub.
    void unsubscribe(std::uint64_t subscription);

    [[nodiscard]] std::vector<wire::Item> history() const;
    /// The same to be kept in a file; `History::fromJson` reads it, for updateHistory.
    [[nodiscard]] wire::Json historyAsJson() const;
    /// Of this conversation so far.
    [[nodiscard]] Usage usage() const;
    [[nodiscard]] Agent currentAgent() const;
    [[nodiscard]] ConnectionState state() const;
    [[nodiscard]] std::uint64_t droppedEarlySamples() const;

    /// As `sendAudio`, done when it returns: it does not wait behind what was asked for before and is not done yet.
    /// @thread network, and not from within the session's own calls
    void audioCaptured(std::vector<std::int16_t> samples, bool commit);

    /// What became of the speech given to the sink.
    /// @thread network
    void playbackStarted(const std::string& responseId, std::chrono::microseconds wireToOutput);
    void playbackFinished(const std::string& responseId);

private:
    std::shared_ptr<Executor> executor;
    std::shared_ptr<SessionShell> shell;
    std::atomic<std::uint64_t> lastRequest{0};
};

} // namespace parley::realtime
