// SPDX-License-Identifier: Apache-2.0
#include "Embed/EventFields.h"

#include "Realtime/EventJson.h"

#include <utility>

namespace parley::embed
{
namespace
{

using namespace realtime;

std::string dumped(const wire::Json& json)
{
    return json.dump(-1, ' ', false, wire::Json::error_handler_t::replace);
}

} // namespace

struct EventFields::Reader
{
    EventFields& to;

    void put(parley_event_type type, std::string id = {}, std::string text = {}, std::string name = {}) const
    {
        to.shown.type = type;
        to.id = std::move(id);
        to.text = std::move(text);
        to.name = std::move(name);
    }
    void put(parley_event_type type, const Error& error) const
    {
        put(type, {}, error.message, std::string(toString(error.code)));
    }

    void operator()(const ConnectionChanged& event) const
    {
        put(PARLEY_EVENT_STATE, {}, event.reason ? event.reason->message : std::string());
        to.shown.state = stateOf(event.state);
    }
    void operator()(const UserSpeechStarted& event) const
    {
        put(PARLEY_EVENT_USER_STARTED, event.itemId);
        to.shown.audio_ms = event.audioStartMs;
    }
    void operator()(const UserSpeechStopped& event) const
    {
        put(PARLEY_EVENT_USER_STOPPED, event.itemId);
        to.shown.audio_ms = event.audioEndMs;
    }
    void operator()(const UserTranscriptCompleted& event) const
    {
        put(PARLEY_EVENT_USER_TEXT, event.itemId, event.transcript);
    }
    void operator()(const TurnStarted& event) const
    {
        put(PARLEY_EVENT_ANSWER_STARTED, event.responseId, {}, event.agent);
    }
    void operator()(const AnswerDelta& event) const { put(PARLEY_EVENT_ANSWER_PIECE, event.itemId, event.delta); }
    void operator()(const AnswerDone& event) const { put(PARLEY_EVENT_ANSWER_TEXT, event.itemId, event.text); }
    void operator()(const TurnEnded& event) const
    {
        put(PARLEY_EVENT_ANSWER_ENDED, event.responseId, event.status, event.agent);
    }
    void operator()(const PlaybackStarted& event) const { put(PARLEY_EVENT_VOICE_STARTED, event.responseId); }
    void operator()(const PlaybackFinished& event) const { put(PARLEY_EVENT_VOICE_ENDED, event.responseId); }
    void operator()(const AudioInterrupted& event) const
    {
        put(PARLEY_EVENT_INTERRUPTED, event.itemId);
        to.shown.audio_ms = event.heard.count();
    }
    void operator()(const AnswerCaption& event) const
    {
        put(PARLEY_EVENT_CAPTION, event.itemId, event.text);
        to.shown.audio_ms = event.at.count();
    }
    void operator()(const OutputLevel& event) const
    {
        put(PARLEY_EVENT_LEVEL);
        to.shown.rms = event.rms;
        to.shown.peak = event.peak;
    }
    void operator()(const ToolStarted& event) const
    {
        put(event.awaitsAnswer ? PARLEY_EVENT_TOOL_CALL : PARLEY_EVENT_TOOL_STARTED, event.callId,
            dumped(event.arguments), event.tool);
    }
    void operator()(const ToolEnded& event) const
    {
        put(PARLEY_EVENT_TOOL_ENDED, event.callId, event.output, event.tool);
    }
    void operator()(const ToolApprovalRequired& event) const
    {
        put(PARLEY_EVENT_APPROVAL, event.callId, dumped(event.arguments), event.tool);
    }
    void operator()(const HandoffEvent& event) const { put(PARLEY_EVENT_HANDOFF, {}, {}, event.to); }
    void operator()(const LatencyMeasured& event) const { put(PARLEY_EVENT_LATENCY, event.responseId); }
    void operator()(const Warning& event) const { put(PARLEY_EVENT_WARNING, event.error); }
    void operator()(const ErrorEvent& event) const { put(PARLEY_EVENT_ERROR, event.error); }
    template <typename Other>
    void operator()(const Other&) const
    {
        put(PARLEY_EVENT_OTHER);
    }
};

EventFields::EventFields(const TimedEvent& given, std::chrono::steady_clock::time_point begin)
    : json(dumped(toJson(given.event)))
{
    std::visit(Reader{*this}, given.event);
    shown.size = sizeof shown;
    shown.time_us = std::chrono::duration_cast<std::chrono::microseconds>(given.at - begin).count();
    shown.text = text.c_str();
    shown.id = id.c_str();
    shown.name = name.c_str();
    shown.json = json.c_str();
}

std::int32_t stateOf(ConnectionState state) noexcept
{
    switch (state)
    {
    case ConnectionState::disconnected:
        return PARLEY_DISCONNECTED;
    case ConnectionState::connecting:
        return PARLEY_CONNECTING;
    case ConnectionState::configuring:
        return PARLEY_CONFIGURING;
    case ConnectionState::ready:
        return PARLEY_READY;
    case ConnectionState::reconnecting:
        return PARLEY_RECONNECTING;
    case ConnectionState::failed:
        return PARLEY_CONNECTION_FAILED;
    }
    return PARLEY_DISCONNECTED;
}

} // namespace parley::embed
