// SPDX-License-Identifier: GPL-3.0-or-later
#include "Conversation.h"

#include <algorithm>
#include <cmath>

namespace parley::host
{

namespace
{

using Json = nlohmann::json;

std::string wholeMs(double ms)
{
    return std::to_string(std::lround(ms)) + " ms";
}

/// A text inside nested objects ("response", "status_details", "error"), or nothing.
std::string nestedText(const Json& event, std::initializer_list<const char*> path)
{
    const Json* at = &event;
    for (const auto* name : path)
    {
        const auto found = at->is_object() ? at->find(name) : at->end();
        if (found == at->end())
            return {};
        at = &*found;
    }
    return at->is_string() ? at->get<std::string>() : std::string{};
}

std::optional<std::string> lineOfResponseEnd(const RecordedEvent& event)
{
    const auto status = nestedText(event.event, {"response", "status"});
    if (status != "failed" && status != "incomplete")
        return std::nullopt;
    const auto message = nestedText(event.event, {"response", "status_details", "error", "message"});
    const auto reason = nestedText(event.event, {"response", "status_details", "reason"});
    const auto why = message.empty() ? reason : message;
    return "Parley's answer is " + status + (why.empty() ? "" : ": " + why);
}

std::optional<std::string> lineOfCall(const RecordedEvent& event)
{
    if (nestedText(event.event, {"item", "type"}) != "function_call")
        return std::nullopt;
    return "Parley calls " + nestedText(event.event, {"item", "name"}) + " " +
           nestedText(event.event, {"item", "arguments"});
}

std::string joined(const std::string& before, const std::string& words)
{
    return before.empty() || words.empty() ? before + words : before + " " + words;
}

} // namespace

std::optional<std::string> Conversation::take(const RecordedEvent& event)
{
    capture.take(event);
    answers.take(event);
    switch (event.from)
    {
    case Speaker::server:
        return takeFromServer(event);
    case Speaker::parley:
        return takeFromParley(event);
    case Speaker::client:
        break;
    }
    return std::nullopt;
}

std::optional<std::string> Conversation::takeFromServer(const RecordedEvent& event)
{
    const auto& type = event.type();
    if (type.starts_with("input_audio_buffer.speech_"))
        return takeInputSpeech(event);
    if (type.starts_with("conversation.item.input_audio_transcription."))
        return takeInputTranscript(event);
    if (type == "response.output_audio_transcript.done" || type == "response.audio_transcript.done" ||
        type == "response.output_text.done" || type == "response.text.done")
        return takeOutputWords(event);
    if (type == "response.output_item.done")
        return lineOfCall(event);
    if (type == "response.done")
        return lineOfResponseEnd(event);
    if (type == "error")
        return "the service reports: " + nestedText(event.event, {"error", "message"});
    return std::nullopt;
}

std::optional<std::string> Conversation::takeInputSpeech(const RecordedEvent& event)
{
    auto& spoken = turn(TurnRole::user, event.text("item_id"));
    if (event.type() == "input_audio_buffer.speech_started")
    {
        spoken.startMs = capture.recordingMs(event.number("audio_start_ms", -1)).value_or(event.ms);
        return "you start speaking";
    }
    spoken.endMs = capture.recordingMs(event.number("audio_end_ms", -1)).value_or(event.ms);
    return "you stop speaking";
}

std::optional<std::string> Conversation::takeInputTranscript(const RecordedEvent& event)
{
    if (event.type().ends_with(".failed"))
        return "your words could not be written down: " + nestedText(event.event, {"error", "message"});
    if (!event.type().ends_with(".completed"))
        return std::nullopt;
    auto& spoken = turn(TurnRole::user, event.text("item_id"));
    spoken.transcript = event.text("transcript");
    return "you: " + spoken.transcript;
}

std::optional<std::string> Conversation::takeOutputWords(const RecordedEvent& event)
{
    const auto words = event.text(event.type().find("transcript") == std::string::npos ? "text" : "transcript");
    auto& answer = turn(TurnRole::assistant, event.text("response_id"));
    answer.transcript = joined(answer.transcript, words);
    return "Parley: " + words;
}

std::optional<std::string> Conversation::takeFromParley(const RecordedEvent& event)
{
    const auto& type = event.type();
    if (type == "connection")
        return takeConnection(event);
    if (type == "playback.started")
    {
        turn(TurnRole::assistant, event.text("response_id")).startMs = event.ms;
        return "Parley starts speaking";
    }
    if (type == "playback.finished")
    {
        turn(TurnRole::assistant, event.text("response_id")).endMs = event.ms;
        return "Parley has finished";
    }
    if (type == "playback.interrupted")
        return takeInterruption(event);
    if (type == "error")
        lastFailure = event.text("message");
    if (type == "warning" || type == "error")
        return type + ": " + event.text("message");
    return std::nullopt;
}

/// A session that fails says why twice: as an error, and as the reason of its end.
std::optional<std::string> Conversation::takeConnection(const RecordedEvent& event)
{
    const auto message = event.text("message");
    const bool isNew = !message.empty() && message != lastFailure;
    if (isNew)
        lastFailure = message;
    return "connection: " + event.text("state") + (isNew ? ": " + message : "");
}

std::optional<std::string> Conversation::takeInterruption(const RecordedEvent& event)
{
    if (const auto response = answers.responseOfItem(event.text("item_id")); !response.empty())
    {
        auto& answer = turn(TurnRole::assistant, response);
        answer.endMs = event.ms;
        answer.wasInterrupted = true;
    }
    return "Parley is interrupted after " + wholeMs(event.number("heard_ms"));
}

Turn& Conversation::turn(TurnRole role, const std::string& id)
{
    const auto found =
        std::ranges::find_if(known, [&](const Turn& entry) { return entry.role == role && entry.id == id; });
    if (found != known.end())
        return *found;
    known.push_back({role, id, {}, std::nullopt, std::nullopt, false});
    return known.back();
}

} // namespace parley::host
