// SPDX-License-Identifier: Apache-2.0
#include "Wire/ServerEvent.h"

#include "Base/Log.h"
#include "Wire/Detail/JsonFields.h"
#include "Wire/Detail/ServerEventFields.h"
#include "Wire/ServerEventReader.h"

#include <unordered_map>

namespace parley::wire
{
namespace
{

ServerError serverError(const Json& error)
{
    return {textField(error, "type"), textField(error, "code"), redact(textField(error, "message")),
            textField(error, "param"), textField(error, "event_id")};
}

int contentIndex(const Json& json)
{
    return indexFrom(integerField(json, "content_index"));
}

ItemUpserted itemUpserted(const Json& json, bool isDone)
{
    return {Item::fromJson(objectField(json, "item")), textField(json, "previous_item_id"), isDone};
}

TextDelta textDelta(const Json& json, bool isTranscript)
{
    return {textField(json, "response_id"), textField(json, "item_id"), contentIndex(json), textField(json, "delta"),
            isTranscript};
}

TextDone textDone(const Json& json, bool isTranscript)
{
    return {textField(json, "response_id"), textField(json, "item_id"), contentIndex(json),
            textField(json, isTranscript ? "transcript" : "text"), isTranscript};
}

ContentPartChanged contentPart(const Json& json, bool isDone)
{
    const auto& part = objectField(json, "part");
    return {
        textField(json, "response_id"),
        textField(json, "item_id"),
        contentIndex(json),
        {.type = textField(part, "type"), .text = textField(part, "text"), .transcript = textField(part, "transcript")},
        isDone};
}

AudioDone audioDone(const Json& json)
{
    return {textField(json, "response_id"), textField(json, "item_id"), contentIndex(json)};
}

using Reader = ServerEvent (*)(const Json&);

/// By the type of the event; a beta name stands beside its GA name.
using Readers = std::unordered_map<std::string, Reader>;

/// What is said of the session and of the conversation.
const Readers& conversationReaders()
{
    static const Readers table = {
        {"error", [](const Json& json) -> ServerEvent { return serverError(objectField(json, "error")); }},
        {"session.created",
         [](const Json& json) -> ServerEvent { return SessionCreated{objectField(json, "session")}; }},
        {"session.updated",
         [](const Json& json) -> ServerEvent { return SessionUpdated{objectField(json, "session")}; }},
        {"input_audio_buffer.speech_started",
         [](const Json& json) -> ServerEvent {
             return SpeechStarted{textField(json, "item_id"), integerField(json, "audio_start_ms")};
         }},
        {"input_audio_buffer.speech_stopped",
         [](const Json& json) -> ServerEvent {
             return SpeechStopped{textField(json, "item_id"), integerField(json, "audio_end_ms")};
         }},
        {"input_audio_buffer.committed",
         [](const Json& json) -> ServerEvent {
             return InputCommitted{textField(json, "item_id"), textField(json, "previous_item_id")};
         }},
        {"input_audio_buffer.timeout_triggered",
         [](const Json& json) -> ServerEvent
         {
             return InputTimedOut{textField(json, "item_id"), integerField(json, "audio_start_ms"),
                                  integerField(json, "audio_end_ms")};
         }},
        {"input_audio_buffer.cleared", [](const Json&) -> ServerEvent { return InputCleared{}; }},
        {"conversation.item.created", [](const Json& json) -> ServerEvent { return itemUpserted(json, false); }},
        {"conversation.item.added", [](const Json& json) -> ServerEvent { return itemUpserted(json, false); }},
        {"conversation.item.done", [](const Json& json) -> ServerEvent { return itemUpserted(json, true); }},
        {"conversation.item.retrieved", [](const Json& json) -> ServerEvent { return itemUpserted(json, false); }},
        {"conversation.item.deleted",
         [](const Json& json) -> ServerEvent { return ItemDeleted{textField(json, "item_id")}; }},
        {"conversation.item.truncated",
         [](const Json& json) -> ServerEvent {
             return ItemTruncated{textField(json, "item_id"), contentIndex(json), integerField(json, "audio_end_ms")};
         }},
        {"conversation.item.input_audio_transcription.delta",
         [](const Json& json) -> ServerEvent
         {
             return InputTranscriptDelta{textField(json, "item_id"), contentIndex(json), textField(json, "delta"),
                                         objectField(json, "logprobs")};
         }},
        {"conversation.item.input_audio_transcription.completed",
         [](const Json& json) -> ServerEvent
         {
             return InputTranscriptCompleted{textField(json, "item_id"), contentIndex(json),
                                             textField(json, "transcript"), objectField(json, "usage"),
                                             objectField(json, "logprobs")};
         }},
        {"conversation.item.input_audio_transcription.failed",
         [](const Json& json) -> ServerEvent
         {
             return InputTranscriptFailed{textField(json, "item_id"), contentIndex(json),
                                          serverError(objectField(json, "error"))};
         }},
    };
    return table;
}

/// What is said of the agent's answers.
const Readers& responseReaders()
{
    static const Readers table = {
        {"response.created",
         [](const Json& json) -> ServerEvent
         {
             const auto& response = objectField(json, "response");
             return ResponseCreated{textField(response, "id"), response};
         }},
        {"response.done",
         [](const Json& json) -> ServerEvent
         {
             const auto& response = objectField(json, "response");
             return ResponseDone{textField(response, "id"), textField(response, "status"), response};
         }},
        {"response.output_item.added",
         [](const Json& json) -> ServerEvent {
             return OutputItemAdded{textField(json, "response_id"), Item::fromJson(objectField(json, "item"))};
         }},
        {"response.output_item.done",
         [](const Json& json) -> ServerEvent {
             return OutputItemDone{textField(json, "response_id"), Item::fromJson(objectField(json, "item"))};
         }},
        {"response.output_audio.done", [](const Json& json) -> ServerEvent { return audioDone(json); }},
        {"response.audio.done", [](const Json& json) -> ServerEvent { return audioDone(json); }},
        {"response.output_audio_transcript.delta",
         [](const Json& json) -> ServerEvent { return textDelta(json, true); }},
        {"response.audio_transcript.delta", [](const Json& json) -> ServerEvent { return textDelta(json, true); }},
        {"response.output_text.delta", [](const Json& json) -> ServerEvent { return textDelta(json, false); }},
        {"response.text.delta", [](const Json& json) -> ServerEvent { return textDelta(json, false); }},
        {"response.output_audio_transcript.done", [](const Json& json) -> ServerEvent { return textDone(json, true); }},
        {"response.audio_transcript.done", [](const Json& json) -> ServerEvent { return textDone(json, true); }},
        {"response.output_text.done", [](const Json& json) -> ServerEvent { return textDone(json, false); }},
        {"response.text.done", [](const Json& json) -> ServerEvent { return textDone(json, false); }},
        {"mcp_list_tools.failed",
         [](const Json& json) -> ServerEvent { return McpListFailed{textField(json, "item_id")}; }},
        {"response.content_part.added", [](const Json& json) -> ServerEvent { return contentPart(json, false); }},
        {"response.content_part.done", [](const Json& json) -> ServerEvent { return contentPart(json, true); }},
        {"rate_limits.updated",
         [](const Json& json) -> ServerEvent { return RateLimits{objectField(json, "rate_limits")}; }},
    };
    return table;
}

/// Null for an event that is not understood.
Reader readerOf(const std::string& type)
{
    for (const auto* table : {&conversationReaders(), &responseReaders()})
        if (const auto known = table->find(type); known != table->end())
            return known->second;
    return nullptr;
}

} // namespace

Error notAnEvent(const std::string& what)
{
    return {ErrorCode::protocolIncompatible,
            "The service sent a frame that is not a Realtime event (" + what +
                "): check that the address is that of a Realtime service.",
            "receive"};
}

Result<ServerEvent> readServerEvent(std::string_view text, const std::string& type)
{
    auto json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return notAnEvent("not JSON");
    const auto read = readerOf(type);
    if (read == nullptr)
        return ServerEvent(OtherEvent{type, std::move(json)});
    return read(json);
}

Result<ServerEvent> parseServerEvent(std::string_view text, AudioFormat speech)
{
    return ServerEventReader().read(text, speech);
}

} // namespace parley::wire
