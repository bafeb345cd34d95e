// SPDX-License-Identifier: GPL-3.0-or-later
#include "Responses.h"

#include <algorithm>

namespace parley::host
{

namespace
{

using Json = nlohmann::json;

const Json& objectField(const Json& object, const char* name)
{
    static const Json nothing = Json::object();
    const auto found = object.find(name);
    return found != object.end() && found->is_object() ? *found : nothing;
}

bool wantsTranscripts(const Json& session)
{
    const auto& input = objectField(objectField(session, "audio"), "input");
    return !objectField(input, "transcription").empty();
}

std::string textField(const Json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

} // namespace

void Responses::take(const RecordedEvent& event)
{
    switch (event.from)
    {
    case Speaker::client:
        return takeFromClient(event);
    case Speaker::server:
        return takeFromServer(event);
    case Speaker::parley:
        return takeFromParley(event);
    }
}

void Responses::takeFromClient(const RecordedEvent& event)
{
    if (event.type() == "response.create")
        isRequested = true;
    if (event.type() == "conversation.item.create")
        runningCalls.erase(textField(objectField(event.event, "item"), "call_id"));
}

void Responses::takeFromServer(const RecordedEvent& event)
{
    if (event.type() == "session.updated")
        isTranscribing = wantsTranscripts(objectField(event.event, "session"));
    takeInputEvent(event);
    takeResponseEvent(event);
}

void Responses::takeInputEvent(const RecordedEvent& event)
{
    const auto& type = event.type();
    if (type == "input_audio_buffer.speech_started")
        isUserSpeaking = true;
    if (type == "input_audio_buffer.cleared")
        isUserSpeaking = false;
    if (type == "input_audio_buffer.committed")
    {
        isUserSpeaking = false;
        isRequested = true;
        if (isTranscribing)
            untranscribed.insert(event.text("item_id"));
    }
    if (type == "conversation.item.input_audio_transcription.completed" ||
        type == "conversation.item.input_audio_transcription.failed")
        untranscribed.erase(event.text("item_id"));
}

void Responses::takeResponseEvent(const RecordedEvent& event)
{
    const auto& type = event.type();
    const auto& response = objectField(event.event, "response");
    if (type == "response.created")
    {
        isRequested = false;
        responses.try_emplace(textField(response, "id"));
    }
    if (type == "response.done")
    {
        auto& known = responses[textField(response, "id")];
        known.isDone = true;
        known.wasCancelled = textField(response, "status") == "cancelled";
    }
    if (event.isOutputAudio())
        responses[event.text("response_id")].hasAudio = true;
    if (type == "response.output_item.added" || type == "response.output_item.done")
        takeOutputItem(event);
}

void Responses::takeOutputItem(const RecordedEvent& event)
{
    const auto& item = objectField(event.event, "item");
    responseOf[textField(item, "id")] = event.text("response_id");
    if (event.type() == "response.output_item.done" && textField(item, "type") == "function_call")
        runningCalls.insert(textField(item, "call_id"));
}

void Responses::takeFromParley(const RecordedEvent& event)
{
    const auto& type = event.type();
    if (type == "playback.started")
        responses[event.text("response_id")].playbackStarted = true;
    if (type == "playback.finished")
        responses[event.text("response_id")].playbackEnded = true;
    if (type == "playback.interrupted")
        if (const auto id = responseOfItem(event.text("item_id")); !id.empty())
            responses[id].playbackEnded = true;
}

bool Responses::isOneOwed() const
{
    return isUserSpeaking || isRequested || !runningCalls.empty();
}

bool Responses::areAllOver() const
{
    return !isOneOwed() && std::ranges::all_of(responses, [](const auto& entry) { return entry.second.isOver(); });
}

std::string Responses::responseOfItem(const std::string& itemId) const
{
    const auto found = responseOf.find(itemId);
    return found == responseOf.end() ? std::string{} : found->second;
}

} // namespace parley::host
