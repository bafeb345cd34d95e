// SPDX-License-Identifier: Apache-2.0
#include "Realtime/EventJson.h"

namespace parley::realtime
{
namespace
{

using wire::Json;

double milliseconds(std::chrono::microseconds duration)
{
    return static_cast<double>(duration.count()) / 1000.0;
}

/// The fields of each event. There is one for every event and none for "any other", so that an event without one does
/// not compile.
struct Fields
{
    Json operator()(const ConnectionChanged& event) const
    {
        Json json = {{"type", "connection_changed"}, {"state", toString(event.state)}};
        if (event.reason)
            json["reason"] = toJson(*event.reason);
        return json;
    }
    Json operator()(const SessionStarted& event) const
    {
        return {{"type", "session_started"}, {"session_id", event.sessionId}, {"expires_at", event.expiresAt}};
    }
    Json operator()(const UserSpeechStarted& event) const
    {
        return {{"type", "user_speech_started"}, {"item_id", event.itemId}, {"audio_start_ms", event.audioStartMs}};
    }
    Json operator()(const UserSpeechStopped& event) const
    {
        return {{"type", "user_speech_stopped"}, {"item_id", event.itemId}, {"audio_end_ms", event.audioEndMs}};
    }
    Json operator()(const InputCommitted& event) const
    {
        return {{"type", "input_committed"}, {"item_id", event.itemId}, {"previous_item_id", event.previousItemId}};
    }
    Json operator()(const InputAudioTimedOut& event) const
    {
        return {{"type", "input_audio_timed_out"},
                {"item_id", event.itemId},
                {"audio_start_ms", event.audioStartMs},
                {"audio_end_ms", event.audioEndMs}};
    }
    Json operator()(const UserTranscriptDelta& event) const
    {
        Json json = {{"type", "user_transcript_delta"}, {"item_id", event.itemId}, {"delta", event.delta}};
        if (!event.logprobs.is_null())
            json["logprobs"] = event.logprobs;
        return json;
    }
    Json operator()(const UserTranscriptCompleted& event) const
    {
        Json json = {
            {"type", "user_transcript_completed"}, {"item_id", event.itemId}, {"transcript", event.transcript}};
        if (!event.logprobs.is_null())
            json["logprobs"] = event.logprobs;
        return json;
    }
    Json operator()(const UserTranscriptFailed& event) const
    {
        return {{"type", "user_transcript_failed"}, {"item_id", event.itemId}, {"error", toJson(event.error)}};
    }
    Json operator()(const TurnStarted& event) const
    {
        return {{"type", "turn_started"}, {"response_id", event.responseId}, {"agent", event.agent}};
    }
    Json operator()(const TurnEnded& event) const
    {
        return {{"type", "turn_ended"},   {"response_id", event.responseId}, {"agent", event.agent},
                {"status", event.status}, {"reason", event.reason},          {"usage", event.usage}};
    }
    Json operator()(const AnswerDelta& event) const
    {
        return {{"type", "answer_delta"},
                {"response_id", event.responseId},
                {"item_id", event.itemId},
                {"delta", event.delta},
                {"is_spoken", event.isSpoken}};
    }
    Json operator()(const AnswerDone& event) const
    {
        return {{"type", "answer_done"},   {"response_id", event.responseId},
                {"item_id", event.itemId}, {"content_index", event.contentIndex},
                {"text", event.text},      {"is_spoken", event.isSpoken}};
    }
    Json operator()(const AudioEnd& event) const
    {
        return {{"type", "audio_end"},
                {"response_id", event.responseId},
                {"item_id", event.itemId},
                {"content_index", event.contentIndex}};
    }
    Json operator()(const AudioInterrupted& event) const
    {
        return {{"type", "audio_interrupted"},
                {"item_id", event.itemId},
                {"content_index", event.contentIndex},
                {"heard_ms", event.heard.count()}};
    }
    Json operator()(const PlaybackStarted& event) const
    {
        return {{"type", "playback_started"},
                {"response_id", event.responseId},
                {"wire_to_output_ms", milliseconds(event.wireToOutput)}};
    }
    Json operator()(const PlaybackFinished& event) const
    {
        return {{"type", "playback_finished"}, {"response_id", event.responseId}};
    }
    Json operator()(const AnswerCaption& event) const
    {
        return {{"type", "answer_caption"}, {"response_id", event.responseId},
                {"item_id", event.itemId},  {"content_index", event.contentIndex},
                {"text", event.text},       {"at_ms", event.at.count()}};
    }
    Json operator()(const OutputLevel& event) const
    {
        return {{"type", "output_level"}, {"rms", event.rms}, {"peak", event.peak}};
    }
    Json operator()(const LocalSpeech& event) const
    {
        return {{"type", "local_speech"}, {"state", toString(event.state)}};
    }
    Json operator()(const EchoMeasured& event) const
    {
        return {{"type", "echo_measured"},
                {"delay_ms", event.delay ? Json(event.delay->count()) : Json(nullptr)},
                {"echo_db", event.echoDb},
                {"residual_db", event.residualDb},
                {"hears_itself", event.hearsItself}};
    }
    Json operator()(const ToolStarted& event) const
    {
        Json json = {{"type", "tool_started"},
                     {"call_id", event.callId},
                     {"agent", event.agent},
                     {"tool", event.tool},
                     {"arguments", event.arguments}};
        if (event.awaitsAnswer)
            json["awaits_answer"] = true;
        return json;
    }
    Json operator()(const ToolEnded& event) const
    {
        return {{"type", "tool_ended"}, {"call_id", event.callId}, {"agent", event.agent},
                {"tool", event.tool},   {"output", event.output},  {"is_error", event.isError}};
    }
    Json operator()(const ToolApprovalRequired& event) const
    {
        return {{"type", "tool_approval_required"},
                {"call_id", event.callId},
                {"agent", event.agent},
                {"tool", event.tool},
                {"arguments", event.arguments},
                {"server_label", event.serverLabel}};
    }
    Json operator()(const ToolApprovalWithdrawn& event) const
    {
        return {{"type", "tool_approval_withdrawn"},
                {"call_id", event.callId},
                {"agent", event.agent},
                {"tool", event.tool}};
    }
    Json operator()(const McpToolsListed& event) const
    {
        return {{"type", "mcp_tools_listed"}, {"server_label", event.serverLabel}, {"tools", event.tools}};
    }
    Json operator()(const McpCallCompleted& event) const
    {
        Json json = {{"type", "mcp_call_completed"},
                     {"item_id", event.itemId},
                     {"server_label", event.serverLabel},
                     {"tool", event.tool},
                     {"output", event.output}};
        if (event.error)
            json["error"] = toJson(*event.error);
        return json;
    }
    Json operator()(const HandoffEvent& event) const
    {
        return {{"type", "handoff"}, {"from", event.from}, {"to", event.to}};
    }
    Json operator()(const GuardrailTripped& event) const
    {
        return {{"type", "guardrail_tripped"},
                {"response_id", event.responseId},
                {"agent", event.agent},
                {"guardrail", event.guardrail},
                {"reason", event.reason}};
    }
    Json operator()(const HistoryAdded& event) const
    {
        return {{"type", "history_added"}, {"item", event.item.toJson()}};
    }
    Json operator()(const HistoryUpdated& event) const
    {
        return {{"type", "history_updated"}, {"item", event.item.toJson()}, {"is_deleted", event.isDeleted}};
    }
    Json operator()(const UsageUpdated& event) const
    {
        return {{"type", "usage_updated"},
                {"response_id", event.responseId},
                {"latest", fieldsOf(event.latest)},
                {"total", fieldsOf(event.total)}};
    }
    Json operator()(const RateLimitsUpdated& event) const
    {
        Json limits = Json::array();
        for (const auto& limit : event.limits)
            limits.push_back({{"name", limit.name},
                              {"limit", limit.limit},
                              {"remaining", limit.remaining},
                              {"resets_ms", limit.resets.count()}});
        return {{"type", "rate_limits_updated"}, {"limits", std::move(limits)}};
    }
    Json operator()(const SettingsDowngraded& event) const
    {
        return {{"type", "settings_downgraded"}, {"fields", event.fields}, {"error", toJson(event.error)}};
    }
    Json operator()(const SessionExpiring& event) const
    {
        return {{"type", "session_expiring"}, {"left_s", event.left.count()}};
    }
    Json operator()(const Reconnecting& event) const
    {
        return {{"type", "reconnecting"},
                {"attempt", event.attempt},
                {"wait_ms", event.wait.count()},
                {"reason", toJson(event.reason)}};
    }
    Json operator()(const Reconnected& event) const
    {
        return {{"type", "reconnected"},
                {"session_id", event.sessionId},
                {"replayed_items", event.replayedItems},
                {"was_planned", event.wasPlanned}};
    }
    Json operator()(const RawServerEvent& event) const
    {
        return {{"type", "raw_server_event"}, {"event_type", event.type}, {"event", event.event}};
    }
    Json operator()(const LatencyMeasured& event) const
    {
        Json json = {{"type", "latency_measured"},
                     {"frames", event.frames},
                     {"capture_to_wire_median_ms", milliseconds(event.captureToWireMedian)},
                     {"capture_to_wire_max_ms", milliseconds(event.captureToWireMax)}};
        if (!event.responseId.empty())
            json["response_id"] = event.responseId;
        if (event.wireToOutput)
            json["wire_to_output_ms"] = milliseconds(*event.wireToOutput);
        if (event.endOfSpeechToAudible)
            json["end_of_speech_to_audible_ms"] = milliseconds(*event.endOfSpeechToAudible);
        return json;
    }
    Json operator()(const Warning& event) const { return {{"type", "warning"}, {"error", toJson(event.error)}}; }
    Json operator()(const ErrorEvent& event) const { return {{"type", "error"}, {"error", toJson(event.error)}}; }
    Json operator()(const SubscriberOverrun&) const { return {{"type", "subscriber_overrun"}}; }

private:
    static Json fieldsOf(const Usage& usage)
    {
        return {{"input_tokens", usage.inputTokens},
                {"output_tokens", usage.outputTokens},
                {"cached_tokens", usage.cachedTokens},
                {"input_text_tokens", usage.inputTextTokens},
                {"input_audio_tokens", usage.inputAudioTokens},
                {"input_image_tokens", usage.inputImageTokens},
                {"output_text_tokens", usage.outputTextTokens},
                {"output_audio_tokens", usage.outputAudioTokens},
                {"transcription_tokens", usage.transcriptionTokens},
                {"transcribed_audio_ms", usage.transcribedAudio.count()},
                {"responses", usage.responses}};
    }
};

} // namespace

Json toJson(const Error& error)
{
    Json json = {{"code", toString(error.code)}, {"message", error.message}};
    const auto put = [&json](const char* name, const std::string& text)
    {
        if (!text.empty())
            json[name] = text;
    };
    put("where", error.where);
    put("upstream_code", error.upstreamCode);
    put("upstream_message", error.upstreamMessage);
    put("request_id", error.requestId);
    return json;
}

Json toJson(const Event& event)
{
    return std::visit(Fields{}, event);
}

} // namespace parley::realtime
