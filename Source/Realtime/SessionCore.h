// SPDX-License-Identifier: Apache-2.0
// The rules of a realtime session as a pure state machine: inputs and the time go in, what is to be done comes out.
#pragma once

#include "Audio/PlayoutStore.h"
#include "Base/Error.h"
#include "Realtime/Agent.h"
#include "Realtime/Event.h"
#include "Realtime/History.h"
#include "Realtime/ResponseQueue.h"
#include "Realtime/Rules/Approvals.h"
#include "Realtime/Rules/BargeIn.h"
#include "Realtime/Rules/Handshake.h"
#include "Realtime/Rules/InputAudio.h"
#include "Realtime/Rules/OutputGuardrails.h"
#include "Realtime/Rules/ToolCalls.h"
#include "Realtime/Rules/TurnPolicy.h"
#include "Realtime/SpeechChunk.h"
#include "Wire/ClientEvent.h"
#include "Wire/ServerEvent.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace parley::realtime
{

using Time = std::chrono::steady_clock::time_point;

/// What the shell tells the core.
namespace input
{

struct Connecting
{
};

struct TransportOpened
{
};

/// This side says goodbye: nothing is sent any more.
struct Closing
{
};

struct TransportClosed
{
    Error error; ///< Code `cancelled` when this side closed.
};

struct SendMessage
{
    wire::Item item;
};

struct SendAudio
{
    std::vector<std::int16_t> samples; ///< 24 kHz mono.
    bool commit = false;
};

struct Interrupt
{
};

struct PlaybackInterrupted
{
    std::vector<HeardSpeech> heard;
};

struct PlaybackStarted
{
    std::string responseId;
    std::chrono::microseconds wireToOutput{0};
};

struct PlaybackFinished
{
    std::string responseId;
};

/// The speech of this response does not fit the store any more.
struct PlayoutOverflow
{
    std::string responseId;
};

/// A deadline of the core may have passed.
struct TimePassed
{
};

/// A frame that could not be read.
struct BrokenFrame
{
    Error error;
};

struct ToolFinished
{
    std::uint64_t job = 0;
    ToolResult result;
};

struct GuardrailsLooked
{
    std::uint64_t job = 0;
    GuardrailFinding finding;
};

/// The user's word about a call that waits for it; `always`: about all further calls of this tool by this agent, too.
struct ApproveTool
{
    std::string callId;
    bool always = false;
};

struct RejectTool
{
    std::string callId;
    bool always = false;
    std::string message; ///< For the model; empty: a standard sentence.
};

struct UpdateAgent
{
    Agent agent;
};

} // namespace input

using Input = std::variant<input::Connecting, input::TransportOpened, input::Closing, input::TransportClosed,
                           wire::ServerEvent, input::SendMessage, input::SendAudio, input::Interrupt,
                           input::PlaybackInterrupted, input::PlaybackStarted, input::PlaybackFinished,
                           input::PlayoutOverflow, input::TimePassed, input::BrokenFrame, input::ToolFinished,
                           input::GuardrailsLooked, input::ApproveTool, input::RejectTool, input::UpdateAgent>;

/// What the shell is to do, in this order: flush, speak, send, publish, run the user's code, close.
struct Outputs
{
    bool flushPlayout = false;
    std::vector<SpeechChunk> speech;
    std::vector<std::string> completedSpeech; ///< Responses whose speech is complete.
    std::vector<wire::ClientEvent> send;
    std::vector<Event> publish;
    std::vector<std::uint64_t> stopTools; ///< Jobs whose results are not awaited any more.
    std::vector<ToolJob> startTools;
    std::vector<GuardrailJob> look;
    std::optional<Error> close; ///< The session cannot go on: the transport is to be closed for this reason.
};

struct SessionSettings
{
    Agent agent;
    /// Its instructions and voice win over the first agent's; after a handoff, those of the agent win. Its tools are
    /// offered beside those of every agent, and their calls are left to the application.
    wire::SessionConfig session;
    std::vector<Agent> cast{}; ///< Whom a handoff by name may lead to; `agent` is always one of them.
    std::vector<OutputGuardrail> outputGuardrails{}; ///< Of every agent, beside its own.
    GuardrailSettings guardrails{};
};

/// @thread one at a time
class SessionCore
{
public:
    explicit SessionCore(SessionSettings settings);

    /// Takes one input at this time. Never throws; times must not go back.
    [[nodiscard]] Outputs handle(Input input, Time now);

    /// When `TimePassed` is due at the latest.
    [[nodiscard]] std::optional<Time> nextDeadline() const;

    [[nodiscard]] ConnectionState state() const noexcept { return connection; }
    [[nodiscard]] const History& history() const noexcept { return conversation; }
    [[nodiscard]] const Agent& currentAgent() const noexcept { return *speaker; }
    [[nodiscard]] std::uint64_t droppedEarlySamples() const noexcept { return inputAudio.droppedSamples(); }
    /// Results of tools that came after their deadline, or after the session's end.
    [[nodiscard]] std::uint64_t lateToolResults() const noexcept { return toolCalls.lateResults(); }

private:
    void on(const input::Connecting&);
    void on(const input::TransportOpened&);
    void on(const input::Closing&);
    void on(const input::TransportClosed&);
    void on(input::SendMessage&);
    void on(input::SendAudio&);
    void on(const input::Interrupt&);
    void on(const input::PlaybackInterrupted&);
    void on(const input::PlaybackStarted&);
    void on(const input::PlaybackFinished&);
    void on(const input::PlayoutOverflow&);
    void on(const input::TimePassed&);
    void on(const input::BrokenFrame&);
    void on(input::ToolFinished&);
    void on(const input::GuardrailsLooked&);
    void on(const input::ApproveTool&);
    void on(const input::RejectTool&);
    void on(input::UpdateAgent&);
    void on(wire::ServerEvent&);

    void on(const wire::ServerError&);
    void on(const wire::SessionCreated&);
    void on(const wire::SessionUpdated&);
    void on(const wire::SpeechStarted&);
    void on(const wire::SpeechStopped&);
    void on(const wire::InputCommitted&);
    void on(const wire::ItemUpserted&);
    void on(const wire::ItemDeleted&);
    void on(const wire::ItemTruncated&);
    void on(const wire::InputTranscriptDelta&);
    void on(const wire::InputTranscriptCompleted&);
    void on(const wire::InputTranscriptFailed&);
    void on(const wire::ResponseCreated&);
    void on(const wire::ResponseDone&);
    void on(const wire::OutputItemAdded&);
    void on(const wire::OutputItemDone&);
    void on(wire::AudioDelta&);
    void on(const wire::AudioDone&);
    void on(const wire::TextDelta&);
    void on(const wire::TextDone&);
    void on(const wire::McpListFailed&);
    void on(const wire::RateLimits&);
    void on(const wire::OtherEvent&);

    void enter(ConnectionState state, std::optional<Error> reason = {});
    void becomeReady();
    void commitAudio();
    void cancel(const std::string& responseId);
    void deleteIfUnheard(const std::string& itemId);
    void upsert(const wire::Item& item, const std::string& previousItemId);
    void send(wire::ClientEvent event);
    void publish(Event event);

    // SessionCoreAgents.cpp: who speaks, with what settings.
    [[nodiscard]] bool castIsSound();
    [[nodiscard]] wire::SessionConfig config();
    void greet();
    void switchTo(std::shared_ptr<const Agent> next);
    void handOff(const ToolCalls::Open& call);
    [[nodiscard]] std::shared_ptr<const Agent> speakerOf(const std::string& responseId) const;
    [[nodiscard]] const std::vector<wire::Json>& toolsOfSession() const;

    // SessionCoreTools.cpp: calls of tools.
    void callTool(const std::string& responseId, const wire::Item& item);
    void beginCall(ToolCalls::Open call);
    /// `called`: a function, or the label of an MCP server.
    void freeForcedChoice(const std::string& called);
    void startJob(ToolCalls::Open call, ToolJob::Kind kind);
    void awaitUser(ToolCalls::Open call);
    void answer(const ToolCalls::Open& call, ToolOutput output, bool isError);
    void refuse(const ToolCalls::Open& call, std::string output);
    void expireTools();
    void stopTools();
    void sendKept();

    // SessionCoreMcp.cpp: tools that the service itself calls.
    void observeMcp(const wire::Item& item);
    void askAboutMcp(const wire::Item& request);
    bool decideMcp(const std::string& requestId, const Approvals::Decision& decision, bool always);

    // SessionCoreGuardrails.cpp: what is said, and speech that waits for a look at it.
    void watchResponse(const std::string& responseId);
    void speak(SpeechChunk chunk);
    void releaseSpeech();
    void expireGuardrails();
    void trip(OutputGuardrails::Trip trip);
    void withhold(const std::vector<SpeechChunk>& speech);
    void completeSpeech(const std::string& responseId, const std::string& status);

    SessionSettings settings;
    ConnectionState connection = ConnectionState::disconnected;
    bool isClosing = false;
    Handshake handshake;
    TurnPolicy turnPolicy;
    InputAudio inputAudio;
    ResponseQueue responses;
    BargeIn bargeIn;
    History conversation;
    ToolCalls toolCalls;
    Approvals approvals;
    OutputGuardrails guardrails;
    std::vector<Agent> cast;
    std::shared_ptr<const Agent> speaker;
    std::map<std::string, std::shared_ptr<const Agent>> speakers; ///< Of the responses under way.
    std::map<std::string, wire::Item> mcpRequests;                ///< Approvals that a hosted MCP server waits for.
    std::optional<std::string> handoffResponse;                   ///< The latest in which a handoff was begun.
    std::string latestResponse;
    std::vector<wire::Item> keptOutputs; ///< Of tools that ended while there was no session to tell.
    bool hasSwitched = false;
    bool hasSpoken = false; ///< On this connection.
    bool hasGreeted = false;
    std::optional<wire::Voice> sentVoice;
    std::size_t tripsInARow = 0;
    std::vector<wire::Item> earlyMessages;
    std::optional<wire::ServerError> errorBeforeSession;
    std::optional<wire::ServerError> lastServerError; ///< That of the last frame; a fatal one is followed by the close.
    Outputs out;
    Time time;
};

} // namespace parley::realtime
