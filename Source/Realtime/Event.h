// SPDX-License-Identifier: Apache-2.0
// What a session tells its subscribers.
#pragma once

#include "Base/Error.h"
#include "Wire/Item.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley::realtime
{

enum class ConnectionState
{
    disconnected,
    connecting,  ///< Name, TCP, TLS, upgrade, and the wait for session.created.
    configuring, ///< Settings are sent, their confirmation is awaited.
    ready,
    reconnecting, ///< The connection was lost; the next attempt waits or is under way, and the conversation goes on.
    failed        ///< Ended by an error; the reason tells which.
};

[[nodiscard]] std::string_view toString(ConnectionState state) noexcept;

struct ConnectionChanged
{
    ConnectionState state = ConnectionState::disconnected;
    std::optional<Error> reason;
};

struct SessionStarted
{
    std::string sessionId;
    std::int64_t expiresAt = 0; ///< Epoch seconds; 0 when the service does not say.
};

struct UserSpeechStarted
{
    std::string itemId;
    std::int64_t audioStartMs = 0; ///< On the time axis of the audio sent in this session.
};

struct UserSpeechStopped
{
    std::string itemId;
    std::int64_t audioEndMs = 0;
};

struct UserTranscriptDelta
{
    std::string itemId;
    std::string delta;
    wire::Json logprobs = nullptr; ///< Of its tokens, an array; null where they were not asked for.
};

struct UserTranscriptCompleted
{
    std::string itemId;
    std::string transcript;
    wire::Json logprobs = nullptr; ///< As in UserTranscriptDelta.
};

struct TurnStarted
{
    std::string responseId;
    std::string agent;
    bool isOutOfBand = false; ///< Beside the conversation: nothing of it is in the history.
    std::string request{};    ///< What createOutOfBandResponse gave for it; else empty.
};

struct TurnEnded
{
    std::string responseId;
    std::string agent;
    std::string status; ///< completed, cancelled, failed, incomplete
    std::string reason; ///< For instance turn_detected, client_cancelled, max_output_tokens; may be empty.
    wire::Json usage;
    bool isOutOfBand = false;
    std::string request{}; ///< As in TurnStarted.
};

/// A piece of the agent's answer, spoken (transcript) or written.
struct AnswerDelta
{
    std::string responseId;
    std::string itemId;
    std::string delta;
    bool isSpoken = false;
};

struct AnswerDone
{
    std::string responseId;
    std::string itemId;
    int contentIndex = 0;
    std::string text;
    bool isSpoken = false;
};

/// The service has sent all audio of this part; it may still be playing.
struct AudioEnd
{
    std::string responseId;
    std::string itemId;
    int contentIndex = 0;
};

/// Playing was cut short. `heard` is what left the output, never more than was received.
struct AudioInterrupted
{
    std::string itemId;
    int contentIndex = 0;
    std::chrono::milliseconds heard{0};
    std::string responseId{};
};

struct PlaybackStarted
{
    std::string responseId;
    std::chrono::microseconds wireToOutput{0}; ///< From the arrival of its first audio to its first frame out.
};

struct PlaybackFinished
{
    std::string responseId;
};

/// A piece of the agent's words, at the moment at which they sound. What is never heard is never told.
struct AnswerCaption
{
    std::string responseId;
    std::string itemId;
    int contentIndex = 0;
    std::string text;
    std::chrono::milliseconds at{0}; ///< Since the beginning of this part's audio.
};

/// How loud the agent sounds at this moment, full scale at 1: for mouths and lights. Told every 50 ms while it speaks,
/// and once more, with zeros, when it has become silent.
struct OutputLevel
{
    float rms = 0;
    float peak = 0;
};

enum class LocalSpeechState
{
    suspected, ///< Perhaps somebody speaks: the agent is turned down.
    confirmed, ///< Somebody speaks.
    dismissed, ///< It was only noise: the agent comes back.
    ended      ///< Nobody speaks any more.
};

[[nodiscard]] std::string_view toString(LocalSpeechState state) noexcept;

/// What the voice detector on this side hears, long before the service can know.
struct LocalSpeech
{
    LocalSpeechState state = LocalSpeechState::suspected;
};

/// What comes back of the agent's own voice through the microphone, over the last second in which it sounded.
struct EchoMeasured
{
    std::optional<std::chrono::milliseconds> delay; ///< From the output to the microphone; empty: not found.
    double echoDb = -120;                           ///< The voice's power at the microphone, against what was played.
    double residualDb = -120;                       ///< What is left of it after cancelling, against what was played.
    bool hearsItself = false;                       ///< So much is left that the agent may take it for the user.
};

struct HistoryAdded
{
    wire::Item item;
};

struct HistoryUpdated
{
    wire::Item item;
    bool isDeleted = false;
};

/// A frame of speech was committed: the user's turn is an item now.
struct InputCommitted
{
    std::string itemId;
    std::string previousItemId;
};

/// Nobody spoke for `idle_timeout_ms` after an answer.
struct InputAudioTimedOut
{
    std::string itemId;
    std::int64_t audioStartMs = 0;
    std::int64_t audioEndMs = 0;
};

struct UserTranscriptFailed
{
    std::string itemId;
    Error error;
};

struct ToolStarted
{
    std::string callId;
    std::string agent;
    std::string tool;
    wire::Json arguments;
    bool awaitsAnswer = false; ///< The program answers it itself, with `Session::answerTool`.
};

struct ToolEnded
{
    std::string callId;
    std::string agent;
    std::string tool;
    std::string output; ///< What the model was told.
    bool isError = false;
};

/// A call waits for `Session::approve` or `Session::reject`.
struct ToolApprovalRequired
{
    std::string callId; ///< Of a hosted MCP tool: the id of its approval request.
    std::string agent;
    std::string tool;
    wire::Json arguments;
    std::string serverLabel; ///< Of a hosted MCP tool; else empty.
};

/// The call no longer waits: the connection whose service asked is gone. What the model still wants it asks for anew.
struct ToolApprovalWithdrawn
{
    std::string callId;
    std::string agent;
    std::string tool;
};

/// What the tools of a hosted MCP server are, once the service has listed them.
struct McpToolsListed
{
    std::string serverLabel;
    std::vector<std::string> tools;
};

struct McpCallCompleted
{
    std::string itemId;
    std::string serverLabel;
    std::string tool;
    std::string output;
    std::optional<Error> error;
};

struct HandoffEvent
{
    std::string from;
    std::string to;
};

struct GuardrailTripped
{
    std::string responseId;
    std::string agent;
    std::string guardrail;
    std::string reason;
};

/// How much of each kind was used, as the service counts it.
struct Usage
{
    std::int64_t inputTokens = 0;
    std::int64_t outputTokens = 0;
    std::int64_t cachedTokens = 0; ///< Of the input.
    std::int64_t inputTextTokens = 0;
    std::int64_t inputAudioTokens = 0;
    std::int64_t inputImageTokens = 0;
    std::int64_t outputTextTokens = 0;
    std::int64_t outputAudioTokens = 0;
    std::int64_t transcriptionTokens = 0;
    std::chrono::milliseconds transcribedAudio{0}; ///< Where transcription is billed by time.
    std::int64_t responses = 0;

    [[nodiscard]] bool operator==(const Usage&) const = default;
};

struct UsageUpdated
{
    std::string responseId; ///< Empty: a transcription.
    Usage latest;
    Usage total; ///< Of this conversation, over all its connections.
};

struct RateLimit
{
    std::string name; ///< requests, tokens, ...
    std::int64_t limit = 0;
    std::int64_t remaining = 0;
    std::chrono::milliseconds resets{0};

    [[nodiscard]] bool operator==(const RateLimit&) const = default;
};

struct RateLimitsUpdated
{
    std::vector<RateLimit> limits;
};

/// The service applies other settings than were asked for.
struct SettingsDowngraded
{
    std::vector<std::string> fields; ///< As paths, for instance "audio.output.voice".
    Error error;                     ///< In words.
};

/// The service ends this connection at this time; a new one takes over before, between two turns.
struct SessionExpiring
{
    std::chrono::seconds left{0};
};

/// The connection was lost, or an attempt to make a new one has failed; the next attempt follows after `wait`.
struct Reconnecting
{
    int attempt = 1;
    std::chrono::milliseconds wait{0};
    Error reason;
};

/// The conversation goes on over a new connection.
struct Reconnected
{
    std::string sessionId;
    std::size_t replayedItems = 0;
    bool wasPlanned = false; ///< A roll-over before the old connection expired.
};

/// A server event in full, for what this version has no event of its own for.
struct RawServerEvent
{
    std::string type;
    wire::Json event;
};

/// Something is not as it should be, and the session goes on.
struct Warning
{
    Error error;
};

/// A request failed. When it ended the session, ConnectionChanged says so too.
struct ErrorEvent
{
    Error error;
    std::string request{}; ///< The `event_id` of what it answers, such as createOutOfBandResponse gave; may be empty.
};

/// How long things took, over one turn of the conversation.
struct LatencyMeasured
{
    std::size_t frames = 0; ///< Messages of captured audio that the next two tell of.
    /// From the capture of a message's newest frame until it was handed to the socket.
    std::chrono::microseconds captureToWireMedian{0};
    std::chrono::microseconds captureToWireMax{0};
    std::string responseId{}; ///< The answer; empty when none was heard.
    /// From the arrival of its first audio to its first frame out.
    std::optional<std::chrono::microseconds> wireToOutput{};
    /// From the end of the user's speech to the first audible frame of the answer. Empty when the turn was typed, or
    /// when the service did not say where the speech ended.
    std::optional<std::chrono::microseconds> endOfSpeechToAudible{};
};

/// The subscriber was too slow: its queue is full, it is detached, and this is its last event.
struct SubscriberOverrun
{
};

using Event =
    std::variant<ConnectionChanged, SessionStarted, UserSpeechStarted, UserSpeechStopped, InputCommitted,
                 InputAudioTimedOut, UserTranscriptDelta, UserTranscriptCompleted, UserTranscriptFailed, TurnStarted,
                 TurnEnded, AnswerDelta, AnswerDone, AudioEnd, AudioInterrupted, PlaybackStarted, PlaybackFinished,
                 AnswerCaption, OutputLevel, LocalSpeech, EchoMeasured, ToolStarted, ToolEnded, ToolApprovalRequired,
                 ToolApprovalWithdrawn, McpToolsListed, McpCallCompleted, HandoffEvent, GuardrailTripped, HistoryAdded,
                 HistoryUpdated, UsageUpdated, RateLimitsUpdated, SettingsDowngraded, SessionExpiring, Reconnecting,
                 Reconnected, RawServerEvent, LatencyMeasured, Warning, ErrorEvent, SubscriberOverrun>;

using EventHandler = std::function<void(const Event&)>;

} // namespace parley::realtime
