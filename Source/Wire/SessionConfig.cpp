// SPDX-License-Identifier: Apache-2.0
#include "Wire/SessionConfig.h"

namespace parley::wire
{
namespace
{

template <typename T>
void put(Json& object, const char* name, const std::optional<T>& value)
{
    if (value)
        object[name] = *value;
}

/// Leaves the field out, sends null, or sends what `convert` makes of the value.
template <typename T, typename Convert>
void putNullable(Json& object, const char* name, const Nullable<T>& field, Convert convert)
{
    if (!field)
        return;
    if (const auto* value = std::get_if<T>(&*field))
        object[name] = convert(*value);
    else
        object[name] = nullptr;
}

Json transcriptionToJson(const Transcription& transcription)
{
    Json json = Json::object();
    put(json, "model", transcription.model);
    put(json, "language", transcription.language);
    put(json, "prompt", transcription.prompt);
    if (!transcription.languages.empty())
        json["languages"] = transcription.languages;
    if (!transcription.keywords.empty())
        json["keywords"] = transcription.keywords;
    put(json, "delay", transcription.delay);
    return json;
}

Json noiseReductionToJson(NoiseReduction reduction)
{
    return {{"type", reduction == NoiseReduction::nearField ? "near_field" : "far_field"}};
}

const char* eagernessName(Eagerness eagerness)
{
    switch (eagerness)
    {
    case Eagerness::automatic:
        return "auto";
    case Eagerness::low:
        return "low";
    case Eagerness::medium:
        return "medium";
    case Eagerness::high:
        return "high";
    }
    return "auto";
}

Json serverVadToJson(const ServerVad& vad)
{
    Json json = {{"type", "server_vad"}};
    put(json, "threshold", vad.threshold);
    put(json, "prefix_padding_ms", vad.prefixPaddingMs);
    put(json, "silence_duration_ms", vad.silenceDurationMs);
    put(json, "idle_timeout_ms", vad.idleTimeoutMs);
    put(json, "create_response", vad.createResponse);
    put(json, "interrupt_response", vad.interruptResponse);
    return json;
}

Json semanticVadToJson(const SemanticVad& vad)
{
    Json json = {{"type", "semantic_vad"}};
    if (vad.eagerness)
        json["eagerness"] = eagernessName(*vad.eagerness);
    put(json, "create_response", vad.createResponse);
    put(json, "interrupt_response", vad.interruptResponse);
    return json;
}

Json turnDetectionToJson(const TurnDetection& detection)
{
    if (const auto* server = std::get_if<ServerVad>(&detection))
        return serverVadToJson(*server);
    return semanticVadToJson(std::get<SemanticVad>(detection));
}

Json voiceToJson(const Voice& voice)
{
    if (const auto* custom = std::get_if<VoiceId>(&voice))
        return {{"id", custom->id}};
    return std::get<std::string>(voice);
}

Json toolChoiceToJson(const ToolChoice& choice)
{
    if (const auto* function = std::get_if<FunctionChoice>(&choice))
        return {{"type", "function"}, {"name", function->name}};
    if (const auto* server = std::get_if<McpChoice>(&choice))
    {
        Json json = {{"type", "mcp"}, {"server_label", server->serverLabel}};
        put(json, "name", server->name);
        return json;
    }
    switch (std::get<ToolUse>(choice))
    {
    case ToolUse::automatic:
        return "auto";
    case ToolUse::none:
        return "none";
    case ToolUse::required:
        return "required";
    }
    return "auto";
}

const char* effortName(ReasoningEffort effort)
{
    switch (effort)
    {
    case ReasoningEffort::minimal:
        return "minimal";
    case ReasoningEffort::low:
        return "low";
    case ReasoningEffort::medium:
        return "medium";
    case ReasoningEffort::high:
        return "high";
    case ReasoningEffort::xhigh:
        return "xhigh";
    }
    return "low";
}

Json limitToJson(const OutputLimit& limit)
{
    if (const auto* tokens = std::get_if<int>(&limit))
        return *tokens;
    return "inf";
}

Json truncationToJson(const Truncation& truncation)
{
    if (const auto* mode = std::get_if<TruncationMode>(&truncation))
        return *mode == TruncationMode::automatic ? "auto" : "disabled";
    const auto& kept = std::get<RetentionRatio>(truncation);
    Json json = {{"type", "retention_ratio"}, {"retention_ratio", kept.ratio}};
    if (kept.postInstructions)
        json["token_limits"] = {{"post_instructions", *kept.postInstructions}};
    return json;
}

Json tracingToJson(const Tracing& tracing)
{
    Json json = Json::object();
    put(json, "workflow_name", tracing.workflowName);
    put(json, "group_id", tracing.groupId);
    if (tracing.metadata.is_object())
        json["metadata"] = tracing.metadata;
    return json.empty() ? Json("auto") : json;
}

Json promptToJson(const Prompt& prompt)
{
    Json json = {{"id", prompt.id}};
    put(json, "version", prompt.version);
    if (prompt.variables.is_object())
        json["variables"] = prompt.variables;
    return json;
}

Json inputToJson(const SessionConfig& config)
{
    Json input = {{"format", wire::toJson(config.inputFormat)}};
    putNullable(input, "transcription", config.transcription, transcriptionToJson);
    putNullable(input, "noise_reduction", config.noiseReduction, noiseReductionToJson);
    putNullable(input, "turn_detection", config.turnDetection, turnDetectionToJson);
    return input;
}

Json outputToJson(const SessionConfig& config)
{
    Json output = {{"format", wire::toJson(config.outputFormat)}};
    if (config.voice)
        output["voice"] = voiceToJson(*config.voice);
    put(output, "speed", config.speed);
    return output;
}

Json transcriptionSession(const SessionConfig& config)
{
    Json session = {{"type", "transcription"}, {"audio", {{"input", inputToJson(config)}}}};
    put(session, "include", config.include);
    return session;
}

} // namespace

Json SessionConfig::toJson() const
{
    if (kind == SessionKind::transcription)
        return transcriptionSession(*this);
    Json session = {{"type", "realtime"}, {"audio", {{"input", inputToJson(*this)}, {"output", outputToJson(*this)}}}};
    put(session, "instructions", instructions);
    if (outputModality)
        session["output_modalities"] = Json::array({*outputModality == OutputModality::audio ? "audio" : "text"});
    put(session, "tools", tools);
    if (toolChoice)
        session["tool_choice"] = toolChoiceToJson(*toolChoice);
    put(session, "parallel_tool_calls", parallelToolCalls);
    if (reasoningEffort)
        session["reasoning"] = {{"effort", effortName(*reasoningEffort)}};
    if (maxOutputTokens)
        session["max_output_tokens"] = limitToJson(*maxOutputTokens);
    if (truncation)
        session["truncation"] = truncationToJson(*truncation);
    putNullable(session, "tracing", tracing, tracingToJson);
    putNullable(session, "prompt", prompt, promptToJson);
    put(session, "include", include);
    return session;
}

} // namespace parley::wire
