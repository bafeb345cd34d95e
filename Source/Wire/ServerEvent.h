// SPDX-License-Identifier: Apache-2.0
// What the service may send, as types. Unknown events and fields are kept or ignored, never an error.
#pragma once

#include "Base/Result.h"
#include "Wire/AudioFormat.h"
#include "Wire/Item.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley::wire
{

/// Schema: RealtimeServerEventError.
struct ServerError
{
    std::string type;
    std::string code;
    std::string message;
    std::string param;
    std::string clientEventId; ///< The id of our event that it answers; may be empty.
};

struct SessionCreated
{
    Json session;
};

struct SessionUpdated
{
    Json session;
};

struct SpeechStarted
{
    std::string itemId;
    std::int64_t audioStartMs = 0;
};

struct SpeechStopped
{
    std::string itemId;
    std::int64_t audioEndMs = 0;
};

struct InputCommitted
{
    std::string itemId;
    std::string previousItemId;
};

/// input_audio_buffer.timeout_triggered: nobody spoke for `idle_timeout_ms`.
struct InputTimedOut
{
    std::string itemId;
    std::int64_t audioStartMs = 0;
    std::int64_t audioEndMs = 0;
};

struct InputCleared
{
};

/// conversation.item.created (beta), .added, .done and .retrieved.
struct ItemUpserted
{
    Item item;
    std::string previousItemId;
    bool isDone = false;
};

struct ItemDeleted
{
    std::string itemId;
};

struct ItemTruncated
{
    std::string itemId;
    int contentIndex = 0;
    std::int64_t audioEndMs = 0;
};

struct InputTranscriptDelta
{
    std::string itemId;
    int contentIndex = 0;
    std::string delta;
    Json logprobs; ///< Schema: LogProbProperties, an array; null where they were not asked for.
};

struct InputTranscriptCompleted
{
    std::string itemId;
    int contentIndex = 0;
    std::string transcript;
    Json usage;
    Json logprobs; ///< As in InputTranscriptDelta.
};

struct InputTranscriptFailed
{
    std::string itemId;
    int contentIndex = 0;
    ServerError error;
};

struct ResponseCreated
{
    std::string responseId;
    Json response;
};

struct ResponseDone
{
    std::string responseId;
    std::string status; ///< completed, cancelled, failed, incomplete
    Json response;
};

struct OutputItemAdded
{
    std::string responseId;
    Item item;
};

struct OutputItemDone
{
    std::string responseId;
    Item item;
};

/// response.output_audio.delta (beta: response.audio.delta), decoded.
struct AudioDelta
{
    std::string responseId;
    std::string itemId;
    int contentIndex = 0;
    std::vector<std::int16_t> samples; ///< At the format's rate.
    bool isDamaged = false;            ///< Its audio was not base64 of whole samples; there are none then.
    AudioFormat format = AudioFormat::pcm;
};

struct AudioDone
{
    std::string responseId;
    std::string itemId;
    int contentIndex = 0;
};

/// response.output_audio_transcript.delta or response.output_text.delta.
struct TextDelta
{
    std::string responseId;
    std::string itemId;
    int contentIndex = 0;
    std::string delta;
    bool isTranscript = false; ///< Of speech; else of a text answer.
};

struct TextDone
{
    std::string responseId;
    std::string itemId;
    int contentIndex = 0;
    std::string text;
    bool isTranscript = false;
};

/// mcp_list_tools.failed
struct McpListFailed
{
    std::string itemId;
};

/// response.content_part.added and .done: what the part is by now.
struct ContentPartChanged
{
    std::string responseId;
    std::string itemId;
    int contentIndex = 0;
    ContentPart part; ///< Its type is `text` or `audio` here.
    bool isDone = false;
};

struct RateLimits
{
    Json limits;
};

/// Everything else, by its name: events this version does nothing with, and events it does not know.
struct OtherEvent
{
    std::string type;
    Json event;
};

using ServerEvent = std::variant<ServerError, SessionCreated, SessionUpdated, SpeechStarted, SpeechStopped,
                                 InputCommitted, InputTimedOut, InputCleared, ItemUpserted, ItemDeleted, ItemTruncated,
                                 InputTranscriptDelta, InputTranscriptCompleted, InputTranscriptFailed, ResponseCreated,
                                 ResponseDone, OutputItemAdded, OutputItemDone, AudioDelta, AudioDone, TextDelta,
                                 TextDone, ContentPartChanged, McpListFailed, RateLimits, OtherEvent>;

/// Reads one frame (those of a connection: ServerEventReader). Beta names are understood. An error
/// (protocolIncompatible) only when the text is no JSON object with a `type`. Speech is in the format of the session.
/// @thread any but audio
[[nodiscard]] Result<ServerEvent> parseServerEvent(std::string_view text, AudioFormat speech = AudioFormat::pcm);

} // namespace parley::wire
