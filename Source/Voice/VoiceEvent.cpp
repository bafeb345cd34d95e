// SPDX-License-Identifier: Apache-2.0
#include "Voice/VoiceEvent.h"

#include "Audio/Pcm16.h"

namespace parley::voice
{
namespace
{

using wire::Json;

struct Writer
{
    Json operator()(const VoiceStreamEventAudio& event) const
    {
        return {{"type", "voice_stream_event_audio"},
                {"turn", event.turn},
                {"samples", event.samples.size()},
                {"ms", event.samples.size() * 1000 / audio::wireSampleRate}};
    }
    Json operator()(const VoiceStreamEventLifecycle& event) const
    {
        Json json = {{"type", "voice_stream_event_lifecycle"}, {"event", toString(event.event)}, {"turn", event.turn}};
        if (event.wasCut)
            json["was_cut"] = true;
        if (event.inputAt)
            json["input_ms"] = event.inputAt->count();
        if (!event.itemId.empty())
            json["item_id"] = event.itemId;
        return json;
    }
    Json operator()(const VoiceStreamEventTranscript& event) const
    {
        Json json = {{"type", "voice_stream_event_transcript"}, {"text", event.text}, {"is_final", event.isFinal}};
        if (!event.itemId.empty())
            json["item_id"] = event.itemId;
        if (!event.details.is_null())
            json["details"] = event.details;
        return json;
    }
    Json operator()(const VoiceStreamEventText& event) const
    {
        return {{"type", "voice_stream_event_text"}, {"text", event.text}, {"turn", event.turn}};
    }
    Json operator()(const VoiceStreamEventError& event) const
    {
        Json error = {{"code", toString(event.error.code)}, {"message", event.error.message}};
        if (!event.error.upstreamCode.empty())
            error["upstream_code"] = event.error.upstreamCode;
        if (!event.error.upstreamMessage.empty())
            error["upstream_message"] = event.error.upstreamMessage;
        return {{"type", "voice_stream_event_error"}, {"error", std::move(error)}, {"ends_run", event.endsRun}};
    }
};

} // namespace

std::string_view toString(VoiceLifecycle event) noexcept
{
    switch (event)
    {
    case VoiceLifecycle::turnStarted:
        return "turn_started";
    case VoiceLifecycle::turnEnded:
        return "turn_ended";
    case VoiceLifecycle::listening:
        return "listening";
    case VoiceLifecycle::speechStarted:
        return "speech_started";
    case VoiceLifecycle::speechStopped:
        return "speech_stopped";
    case VoiceLifecycle::sessionEnded:
        return "session_ended";
    }
    return "turn_started";
}

Json toJson(const VoiceStreamEvent& event)
{
    return std::visit(Writer{}, event);
}

} // namespace parley::voice
