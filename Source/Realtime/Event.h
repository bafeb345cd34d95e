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
    failed ///< Ended by an error; the reason tells which.
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
};

struct UserTranscriptCompleted
{
    std::string itemId;
    std::string transcript;
};

struct TurnStarted
{
    std::string responseId;
    std::string agent;
};

struct TurnEnded
{
    std::string responseId;
    std::string agent;
    std::string status; ///< completed, cancelled, failed, incomplete
    std::string reason; ///< For instance turn_detected, client_cancelled, max_output_tokens; may be empty.
    wire::Json usage;
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

struct HistoryAdded
{
    wire::Item item;
};

struct HistoryUpdated
{
    wire::Item item;
    bool isDeleted = false;
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
};

/// How long captured audio took until its frame was handed to the socket, over one turn.
struct LatencyMeasured
{
    std::size_t frames = 0;
    std::chrono::microseconds captureToWireMedian{0};
    std::chrono::microseconds captureToWireMax{0};
};

/// The subscriber was too slow: its queue is full, it is detached, and this is its last event.
struct SubscriberOverrun
{
};

using Event = std::variant<ConnectionChanged, SessionStarted, UserSpeechStarted, UserSpeechStopped, UserTranscriptDelta,
                           UserTranscriptCompleted, TurnStarted, TurnEnded, AnswerDelta, AnswerDone, AudioEnd,
                           AudioInterrupted, PlaybackStarted, PlaybackFinished, HistoryAdded, HistoryUpdated,
                           LatencyMeasured, Warning, ErrorEvent, SubscriberOverrun>;

using EventHandler = std::function<void(const Event&)>;

} // namespace parley::realtime
