// SPDX-License-Identifier: Apache-2.0
// The rules of a realtime session as a pure state machine: inputs and the time go in, what is to be done comes out.
#pragma once

#include "Audio/PlayoutStore.h"
#include "Base/Error.h"
#include "Realtime/Agent.h"
#include "Realtime/CoreInput.h"
#include "Realtime/Event.h"
#include "Realtime/History.h"
#include "Realtime/ResponseQueue.h"
#include "Realtime/Rules/Approvals.h"
#include "Realtime/Rules/BargeIn.h"
#include "Realtime/Rules/CapabilityFilter.h"
#include "Realtime/Rules/Handshake.h"
#include "Realtime/Rules/InputAudio.h"
#include "Realtime/Rules/LimitWatch.h"
#include "Realtime/Rules/LostAnswers.h"
#include "Realtime/Rules/OutOfBand.h"
#include "Realtime/Rules/OutputGuardrails.h"
#include "Realtime/Rules/ReconnectLadder.h"
#include "Realtime/Rules/RollOver.h"
#include "Realtime/Rules/SentLines.h"
#include "Realtime/Rules/SettingsChanges.h"
#include "Realtime/Rules/SettingsEcho.h"
#include "Realtime/Rules/SpeechRates.h"
#include "Realtime/Rules/SpokenTurns.h"
#include "Realtime/Rules/ToolCalls.h"
#include "Realtime/Rules/TurnPolicy.h"
#include "Realtime/Rules/UsageMeter.h"
#include "Realtime/Rules/Watchdogs.h"
#include "Realtime/SpeechChunk.h"
#include "Realtime/UserInput.h"
#include "Wire/ClientEvent.h"
#include "Wire/ServerEvent.h"

#include <chrono>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace parley::realtime
{

using Time = std::chrono::steady_clock::time_point;

struct SessionSettings
{
    Agent agent;
    /// Its instructions and voice win over the first agent's; after a handoff, those of the agent win. Its tools are
    /// offered beside those of every agent, and their calls are left to the application.
    wire::SessionConfig session;
    std::vector<Agent> cast{}; ///< Whom a handoff by name may lead to; `agent` is always one of them.
    std::vector<OutputGuardrail> outputGuardrails{}; ///< Of every agent, beside its own.
    GuardrailSettings guardrails{};
    Capabilities capabilities{}; ///< Of the service.
    Limits limits{};
    ReconnectSettings reconnect{};
    std::uint64_t seed = 0; ///< Of waits and of the ids of lines; 0: `Session` draws one.
    /// Also RawServerEvents that say what other events say, or come many times a second.
    bool publishesChatter = false;
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
    [[nodiscard]] const Usage& usage() const noexcept { return usageMeter.total(); }
    /// The format in which speech arrives, for wire::ServerEventReader.
    [[nodiscard]] wire::AudioFormat speechFormat() const noexcept { return speechRates.formats().output; }
    [[nodiscard]] std::uint64_t droppedEarlySamples() const noexcept { return inputAudio.droppedSamples(); }
    /// Results of tools that came after their deadline, or after the session's end.
    [[nodiscard]] std::uint64_t lateToolResults() const noexcept { return toolCalls.lateResults(); }

private:
    void on(const input::Connecting&);
    void on(const input::TransportOpened&);
    void on(const input::Closing&);
    void on(const input::TransportClosed&);
    void on(UserInput&);
    void on(input::SendMessage&);
    void on(input::SendAudio&);
    void on(const input::ClearAudio&);
    void on(input::CreateResponse&);
    void on(input::CreateOutOfBandResponse&);
    void on(input::SendRaw&);
    void on(input::UpdateHistory&);
    void on(const input::Interrupt&);
    void on(const input::PlaybackInterrupted&);
    void on(const input::PlaybackStarted&);
    void on(const input::PlaybackFinished&);
    void on(const input::PlayoutOverflow&);
    void on(input::OfNext&);
    void on(const input::TimePassed&);
    void on(const input::BrokenFrame&);
    void on(input::ToolFinished&);
    void on(const input::GuardrailsLooked&);
    void on(const input::ApproveTool&);
    void on(const input::RejectTool&);
    void on(input::AnswerTool&);
    void on(input::UpdateAgent&);
    void on(input::UpdateCast&);
    void on(input::UpdateSettings&);
    void on(wire::ServerEvent&);

    void on(const wire::ServerError&);
    void on(const wire::SessionCreated&);
    void on(const wire::SessionUpdated&);
    void on(const wire::SpeechStarted&);
    void on(const wire::SpeechStopped&);
    void on(const wire::InputCommitted&);
    void on(const wire::InputTimedOut&);
    void on(const wire::InputCleared&);
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
    void on(const wire::ContentPartChanged&);
    void on(const wire::McpListFailed&);
    void on(const wire::RateLimits&);
    void on(wire::OtherEvent&);

    void onNext(const input::TransportOpened&);
    void onNext(const input::TransportClosed&);
    void onNext(wire::ServerEvent&);

    void enter(ConnectionState state, std::optional<Error> reason = {});
    [[nodiscard]] bool isOnItsWay() const noexcept;
    [[nodiscard]] wire::ClientEvent sessionUpdate();
    void sessionBegan(const wire::Json& session, std::int64_t epochSeconds, Time openedTime);
    void becomeReady();
    void keepUntilReady(UserInput&& given);
    void releaseKept();
    void sendSpeech(std::vector<wire::ClientEvent> appends);
    void createItem(wire::Item item);

    // SessionCoreReconnect.cpp: the connection is lost, and the conversation goes on over a new one.
    void beginAttempt();
    void reconnectLater(const Error& reason, std::chrono::milliseconds wait);
    void endConnection(const Error& error);
    void leaveConnection();
    void forgetConnection();
    void endTurnsUnderWay();
    void cutUnconfirmed(const HeardSpeech& cut);
    void giveUpAnswer(const LostAnswers::Verdict& verdict);
    void resumeConversation();
    void replayHistory(const SpokenTurns::Lost& spoken);
    void saySpokenAgain(SpokenTurns::Lost& spoken);
    void sendLinesAgain();

    // SessionCoreRollOver.cpp: a second connection takes over before the service ends the first.
    [[nodiscard]] bool isQuiet() const;
    void stepRollOver();
    void expireNext();
    void nextFailed(const Error& error);
    void dropNext();
    void moveOver();

    void commitAudio();
    void createBeside(wire::Json response, const std::string& tag);
    [[nodiscard]] std::string newItemId(const std::vector<wire::Item>& taken);
    void speechArrived(SpeechChunk chunk);
    void silence();
    void watch();
    void judgeLimits();
    void countUsage(const std::string& responseId, const Usage& latest);
    void cancel(const std::string& responseId);
    void deleteIfUnheard(const std::string& itemId);
    void upsert(const wire::Item& item, const std::string& previousItemId);
    void send(wire::ClientEvent event);
    void publish(Event event);

    // SessionCoreAgents.cpp: who speaks, with what settings.
    [[nodiscard]] bool castIsSound();
    enum class Connection
    {
        current,
        next ///< No voice was heard there yet.
    };
    [[nodiscard]] wire::SessionConfig config(Connection of = Connection::current);
    /// As `wire::SessionConfig::voice`: without it, and with a warning, where another one was heard already.
    void settleVoice(wire::SessionConfig& config);
    void changeSettings(wire::SessionConfig changes);
    void settingsRefused(const wire::ServerError& error);
    void updateRefused(const SettingsUpdate& update, const wire::ServerError& error);
    [[nodiscard]] std::string newUpdateId();
    void greet();
    void switchTo(std::shared_ptr<const Agent> next);
    void reviseSpeaker(std::shared_ptr<const Agent> revised);
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
    void sendOutput(wire::Item output);
    void tellCallOf(const wire::Item& output);
    void outputTold(const wire::Item& item);
    void sendKept();

    // SessionCoreMcp.cpp: tools that the service itself calls.
    void observeMcp(const wire::Item& item);
    void askAboutMcp(const wire::Item& request);
    void withdrawMcp();
    bool decideMcp(const std::string& requestId, const Approvals::Decision& decision, bool always);

    // SessionCoreGuardrails.cpp: what is said, and speech that waits for a look at it.
    void watchResponse(const std::string& responseId);
    void speak(SpeechChunk chunk);
    void releaseSpeech();
    void expireGuardrails();
    void trip(const OutputGuardrails::Trip& trip);
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
    struct EarlyInput
    {
        std::uint64_t place = 0; ///< Behind so much of the kept audio.
        UserInput input;
    };
    std::vector<EarlyInput> earlyInput;
    SentLines sentLines;
    SpokenTurns spokenTurns;
    LostAnswers answers;
    ReconnectLadder ladder;
    RollOver rollOver;
    Handshake nextHandshake;
    wire::SessionConfig nextConfig;
    wire::Json nextSession;
    bool nextIsConfirmed = false;
    std::optional<Time> nextOpenedTime;
    std::optional<Time> attemptDue;  ///< The next attempt to connect waits for it.
    std::set<std::string> pastItems; ///< Of former connections; the new one knows them in another form, or not at all.
    std::size_t replayedItems = 0;
    std::string sessionId;
    std::int64_t openedAt = 0; ///< Epoch seconds, or 0.
    std::int64_t nextOpenedAt = 0;
    bool isUserTurn = false; ///< From the start of speech to its commit, where the service detects turns.
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
    std::vector<wire::Item> sentOutputs; ///< That the service has not taken into the conversation yet.
    bool hasSwitched = false;
    bool isRevised = false; ///< The speaker has had other words or tools on this or a former connection.
    bool hasSpoken = false; ///< On this connection.
    bool hasGreeted = false;
    std::optional<wire::Voice> sentVoice;
    std::size_t tripsInARow = 0;
    SpeechRates speechRates;
    CapabilityFilter capabilities;
    SettingsChanges sessionSettings;
    SettingsEcho settingsEcho;
    std::uint64_t lastUpdate = 0;
    OutOfBand outOfBand;
    UsageMeter usageMeter;
    LimitWatch limits;
    Watchdogs watchdogs;
    std::list<HeardSpeech> cutSpeech; ///< Parts whose truncation the service has not confirmed.
    std::uint64_t lastItemId = 0;
    std::optional<wire::ServerError> errorBeforeSession;
    std::optional<wire::ServerError> lastServerError; ///< That of the last frame; a fatal one is followed by the close.
    Outputs out;
    Time time;
};

} // namespace parley::realtime
