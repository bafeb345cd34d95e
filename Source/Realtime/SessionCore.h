// SPDX-License-Identifier: Apache-2.0
// The rules of a realtime session as a pure state machine: inputs and the time go in, what is to be done comes out.
#pragma once

#include "Audio/PlayoutStore.h"
#include "Base/Error.h"
#include "Realtime/Agent.h"
#include "Realtime/Event.h"
#include "Realtime/History.h"
#include "Realtime/ResponseQueue.h"
#include "Realtime/Rules/BargeIn.h"
#include "Realtime/Rules/Handshake.h"
#include "Realtime/Rules/InputAudio.h"
#include "Realtime/Rules/LostAnswers.h"
#include "Realtime/Rules/ReconnectLadder.h"
#include "Realtime/Rules/RollOver.h"
#include "Realtime/Rules/SentLines.h"
#include "Realtime/Rules/SpokenTurns.h"
#include "Realtime/Rules/TurnPolicy.h"
#include "Wire/ClientEvent.h"
#include "Wire/ServerEvent.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace parley::realtime
{

using Time = std::chrono::steady_clock::time_point;

/// What the shell tells the core.
namespace input
{

/// The user wants a session.
struct Connecting
{
};

struct TransportOpened
{
    std::int64_t epochSeconds = 0; ///< By the calendar; 0 when it is not known.
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

/// What comes over the second connection, the one that is to take over.
struct OfNext
{
    std::variant<TransportOpened, TransportClosed, wire::ServerEvent> what;
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

} // namespace input

using Input = std::variant<input::Connecting, input::TransportOpened, input::Closing, input::TransportClosed,
                           wire::ServerEvent, input::SendMessage, input::SendAudio, input::Interrupt,
                           input::PlaybackInterrupted, input::PlaybackStarted, input::PlaybackFinished,
                           input::PlayoutOverflow, input::OfNext, input::TimePassed, input::BrokenFrame>;

/// Speech on its way to the listener.
struct SpeechChunk
{
    audio::SpeechPart part;
    std::vector<std::int16_t> samples;
};

/// What the shell is to do, in this order: flush, speak, send, send over the second connection, move over to it,
/// publish, close, connect.
struct Outputs
{
    bool flushPlayout = false;
    std::vector<SpeechChunk> speech;
    std::vector<std::string> completedSpeech; ///< Responses whose speech is complete.
    std::vector<wire::ClientEvent> send;
    std::vector<wire::ClientEvent> sendNext;
    bool movesOver = false; ///< The second connection takes the place of the first, to which goodbye is said.
    std::vector<Event> publish;
    std::optional<Error> close; ///< The session cannot go on: the transport is to be closed for this reason.
    bool closesNext = false;
    bool connects = false;
    bool connectsNext = false;
};

struct SessionSettings
{
    Agent agent;
    wire::SessionConfig session; ///< Instructions and voice are taken from the agent where it has them.
    std::vector<Agent> cast{};   ///< Whom a handoff by name may lead to.
    ReconnectSettings reconnect{};
    std::uint64_t seed = 0; ///< Of waits and of the ids of lines; 0: `Session` draws one.
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
    [[nodiscard]] const Agent& currentAgent() const noexcept { return settings.agent; }
    [[nodiscard]] std::uint64_t droppedEarlySamples() const noexcept { return inputAudio.droppedSamples(); }

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
    void on(input::OfNext&);
    void on(const input::TimePassed&);
    void on(const input::BrokenFrame&);
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
    void on(const wire::RateLimits&);
    void on(const wire::OtherEvent&);

    void onNext(const input::TransportOpened&);
    void onNext(const input::TransportClosed&);
    void onNext(wire::ServerEvent&);

    void enter(ConnectionState state, std::optional<Error> reason = {});
    [[nodiscard]] bool isOnItsWay() const noexcept;
    [[nodiscard]] wire::ClientEvent sessionUpdate() const;
    void sessionBegan(const wire::Json& session, std::int64_t epochSeconds);
    void becomeReady();
    void beginAttempt();
    void reconnectLater(const Error& reason, std::chrono::milliseconds wait);
    void endConnection(const Error& error);
    void leaveConnection();
    void endTurnsUnderWay();
    void giveUpAnswer(const LostAnswers::Verdict& verdict);
    void resumeConversation();
    void replayHistory(const SpokenTurns::Lost& spoken);
    void saySpokenAgain(SpokenTurns::Lost& spoken);
    void sendLinesAgain();
    void sendAudio(std::vector<std::int16_t> samples);
    void createItem(wire::Item item);
    [[nodiscard]] bool isQuiet() const;
    void stepRollOver();
    void expireNext();
    void nextFailed(const Error& error);
    void dropNext();
    void moveOver();
    void commitAudio();
    void cancel(const std::string& responseId);
    void deleteIfUnheard(const std::string& itemId);
    void upsert(const wire::Item& item, const std::string& previousItemId);
    void send(wire::ClientEvent event);
    void publish(Event event);

    SessionSettings settings;
    ConnectionState connection = ConnectionState::disconnected;
    bool isClosing = false;
    Handshake handshake;
    TurnPolicy turnPolicy;
    InputAudio inputAudio;
    ResponseQueue responses;
    BargeIn bargeIn;
    History conversation;
    std::vector<wire::Item> earlyMessages;
    SentLines sentLines;
    SpokenTurns spokenTurns;
    LostAnswers answers;
    ReconnectLadder ladder;
    RollOver rollOver;
    Handshake nextHandshake;
    wire::Json nextSession;
    std::optional<Time> attemptDue;  ///< The next attempt to connect waits for it.
    std::set<std::string> pastItems; ///< Of former connections; the new one knows them in another form, or not at all.
    std::size_t replayedItems = 0;
    std::string sessionId;
    std::int64_t openedAt = 0; ///< Epoch seconds, or 0.
    std::int64_t nextOpenedAt = 0;
    std::uint64_t lastLine = 0;
    bool isUserTurn = false; ///< From the start of speech to its commit, where the service detects turns.
    std::optional<wire::ServerError> errorBeforeSession;
    std::optional<wire::ServerError> lastServerError; ///< That of the last frame; a fatal one is followed by the close.
    Outputs out;
    Time time;
};

} // namespace parley::realtime
