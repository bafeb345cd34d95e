// SPDX-License-Identifier: Apache-2.0
#include "Wire/ClientEvent.h"

namespace parley::wire
{
namespace
{

struct ToJson
{
    Json operator()(const SessionUpdate& event) const
    {
        return {{"type", "session.update"}, {"session", event.session.toJson()}};
    }
    Json operator()(const InputAudioAppend& event) const
    {
        std::string audio;
        appendBase64(event.format, event.samples, audio);
        return {{"type", "input_audio_buffer.append"}, {"audio", std::move(audio)}};
    }
    Json operator()(const InputAudioCommit&) const { return {{"type", "input_audio_buffer.commit"}}; }
    Json operator()(const InputAudioClear&) const { return {{"type", "input_audio_buffer.clear"}}; }
    Json operator()(const ItemCreate& event) const
    {
        Json json = {{"type", "conversation.item.create"}, {"item", event.item.toJson()}};
        if (event.previousItemId)
            json["previous_item_id"] = *event.previousItemId;
        return json;
    }
    Json operator()(const ItemDelete& event) const
    {
        return {{"type", "conversation.item.delete"}, {"item_id", event.itemId}};
    }
    Json operator()(const ItemTruncate& event) const
    {
        return {{"type", "conversation.item.truncate"},
                {"item_id", event.itemId},
                {"content_index", event.contentIndex},
                {"audio_end_ms", event.audioEndMs}};
    }
    Json operator()(const ResponseCreate& event) const
    {
        Json json = {{"type", "response.create"}};
        if (event.response.is_object())
            json["response"] = event.response;
        return json;
    }
    Json operator()(const ResponseCancel& event) const
    {
        Json json = {{"type", "response.cancel"}};
        if (!event.responseId.empty())
            json["response_id"] = event.responseId;
        return json;
    }
    Json operator()(const RawEvent& event) const { return event.json; }
};

} // namespace

std::string serialize(const ClientEvent& event)
{
    // The frequent one is written straight: base64 needs no escaping.
    if (const auto* append = std::get_if<InputAudioAppend>(&event.body); append != nullptr && event.eventId.empty())
    {
        std::string text;
        constexpr std::string_view begin = R"({"type":"input_audio_buffer.append","audio":")";
        // Two bytes a sample, as four characters for three of them, and the end.
        text.reserve(begin.size() + append->samples.size() * 8 / 3 + 8);
        text += begin;
        appendBase64(append->format, append->samples, text);
        return text += "\"}";
    }
    Json json = std::visit(ToJson{}, event.body);
    if (!event.eventId.empty())
        json["event_id"] = event.eventId;
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace parley::wire
