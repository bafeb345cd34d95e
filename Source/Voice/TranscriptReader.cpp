// SPDX-License-Identifier: Apache-2.0
#include "Voice/TranscriptReader.h"

#include "Base/Log.h"
#include "Realtime/ServerErrors.h"
#include "Wire/Detail/JsonFields.h"

#include <utility>

namespace parley::voice
{
namespace
{

using wire::Json;

/// All that the service says beside the text.
Json detailsOf(Json answer)
{
    for (const char* known : {"text", "type", "delta"})
        answer.erase(known);
    return answer.empty() ? Json(nullptr) : answer;
}

Error errorIn(const Json& error)
{
    return realtime::errorFrom({.type = wire::textField(error, "type"),
                                .code = wire::textField(error, "code"),
                                .message = redact(wire::textField(error, "message")),
                                .param = wire::textField(error, "param"),
                                .clientEventId = {}});
}

} // namespace

void TranscriptReader::begin(std::string_view contentType)
{
    isStream = contentType.starts_with("text/event-stream");
}

std::vector<VoiceStreamEventTranscript> TranscriptReader::read(std::string_view bytes)
{
    std::vector<VoiceStreamEventTranscript> told;
    if (!isStream)
    {
        whole += bytes;
        return told;
    }
    for (const auto& event : events.read(bytes))
        if (!problem)
            take(event, told);
    if (events.isBroken())
        fail("an event is too large");
    return told;
}

void TranscriptReader::take(const net::ServerSentEvent& event, std::vector<VoiceStreamEventTranscript>& told)
{
    if (event.data == "[DONE]")
        return;
    auto json = Json::parse(event.data, nullptr, false);
    if (!json.is_object())
    {
        fail("an event is no JSON object");
        return;
    }
    const auto type = wire::textField(json, "type");
    if (type == "transcript.text.delta")
    {
        auto delta = wire::textField(json, "delta");
        told.push_back({std::move(delta), false, {}, detailsOf(std::move(json))});
    }
    else if (type == "transcript.text.done")
    {
        isDone = true;
        auto text = wire::textField(json, "text");
        told.push_back({std::move(text), true, {}, detailsOf(std::move(json))});
    }
    else if (type == "error" || json.contains("error"))
        problem = errorIn(json.contains("error") ? json["error"] : json);
}

std::vector<VoiceStreamEventTranscript> TranscriptReader::finish()
{
    if (problem)
        return {};
    if (isStream)
    {
        if (!isDone)
            fail("it ended before the transcript was whole");
        return {};
    }
    if (format == TranscriptFormat::text || format == TranscriptFormat::srt || format == TranscriptFormat::vtt)
    {
        while (whole.ends_with('\n'))
            whole.pop_back();
        return {{std::exchange(whole, {}), true}};
    }
    auto json = Json::parse(whole, nullptr, false);
    if (!json.is_object() || !wire::objectField(json, "text").is_string())
    {
        fail("there is no text in it");
        return {};
    }
    auto text = wire::textField(json, "text");
    return {{std::move(text), true, {}, detailsOf(std::move(json))}};
}

void TranscriptReader::fail(const std::string& reason)
{
    if (!problem)
        problem = Error{ErrorCode::protocolIncompatible,
                        "The answer of the transcription service cannot be read (" + reason +
                            "): check its address, or use another service.",
                        "transcription"};
}

} // namespace parley::voice
