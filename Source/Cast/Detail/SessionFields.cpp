// SPDX-License-Identifier: Apache-2.0
#include "Cast/Detail/SessionFields.h"

namespace parley::cast
{

using written::Choice;
using written::FaultList;
using written::Fields;
using written::Names;
namespace
{

using wire::Json;

constexpr std::array<Choice<wire::OutputModality>, 2> modalities = {
    {{"audio", wire::OutputModality::audio}, {"text", wire::OutputModality::text}}};
constexpr std::array<Choice<wire::NoiseReduction>, 2> noiseReductions = {
    {{"near_field", wire::NoiseReduction::nearField}, {"far_field", wire::NoiseReduction::farField}}};
constexpr std::array<Choice<wire::Eagerness>, 4> eagernesses = {{{"auto", wire::Eagerness::automatic},
                                                                 {"low", wire::Eagerness::low},
                                                                 {"medium", wire::Eagerness::medium},
                                                                 {"high", wire::Eagerness::high}}};
constexpr std::array<Choice<wire::ToolUse>, 3> toolUses = {
    {{"auto", wire::ToolUse::automatic}, {"none", wire::ToolUse::none}, {"required", wire::ToolUse::required}}};
constexpr std::array<Choice<wire::ReasoningEffort>, 5> efforts = {{{"minimal", wire::ReasoningEffort::minimal},
                                                                   {"low", wire::ReasoningEffort::low},
                                                                   {"medium", wire::ReasoningEffort::medium},
                                                                   {"high", wire::ReasoningEffort::high},
                                                                   {"xhigh", wire::ReasoningEffort::xhigh}}};
constexpr std::array<Choice<wire::TruncationMode>, 2> truncationModes = {
    {{"auto", wire::TruncationMode::automatic}, {"disabled", wire::TruncationMode::disabled}}};
constexpr std::array<Choice<bool>, 2> detectors = {{{"server_vad", false}, {"semantic_vad", true}}};
constexpr std::array<Choice<wire::Unlimited>, 1> unlimited = {{{"inf", {}}}};

wire::ServerVad readServerVad(const Fields& fields)
{
    wire::ServerVad vad;
    vad.threshold = fields.number("threshold", 0, 1);
    vad.prefixPaddingMs = fields.integer("prefix_padding_ms", 0, 5000);
    vad.silenceDurationMs = fields.integer("silence_duration_ms", 0, 10000);
    if (!fields.isNull("idle_timeout_ms"))
        vad.idleTimeoutMs = fields.integer("idle_timeout_ms", 5000, 30000);
    vad.createResponse = fields.boolean("create_response");
    vad.interruptResponse = fields.boolean("interrupt_response");
    return vad;
}

wire::SemanticVad readSemanticVad(const Fields& fields)
{
    wire::SemanticVad vad;
    vad.eagerness = fields.choice("eagerness", eagernesses);
    vad.createResponse = fields.boolean("create_response");
    vad.interruptResponse = fields.boolean("interrupt_response");
    return vad;
}

std::optional<wire::TurnDetection> readTurnDetection(const Json& json, const std::string& path, FaultList& faults)
{
    const bool isSemantic = json.is_object() && json.value("type", Json()) == "semantic_vad";
    const Names known = isSemantic ? Names{"type", "eagerness", "create_response", "interrupt_response"}
                                   : Names{"type",
                                           "threshold",
                                           "prefix_padding_ms",
                                           "silence_duration_ms",
                                           "idle_timeout_ms",
                                           "create_response",
                                           "interrupt_response"};
    const Fields fields(json, path, faults, known);
    if (!fields.has("type") || !fields.choice("type", detectors))
        return std::nullopt;
    if (isSemantic)
        return readSemanticVad(fields);
    return readServerVad(fields);
}

wire::Transcription readTranscription(const Json& json, const std::string& path, FaultList& faults)
{
    const Fields fields(json, path, faults, {"model", "language", "prompt"});
    wire::Transcription transcription;
    transcription.model = fields.text("model", 128);
    transcription.language = fields.text("language", 16);
    transcription.prompt = fields.text("prompt", 4096);
    return transcription;
}

std::optional<wire::Truncation> readTruncation(const Fields& fields)
{
    const auto* json = fields.find("truncation");
    if (json == nullptr)
        return std::nullopt;
    if (!json->is_object())
    {
        const auto mode = fields.choice("truncation", truncationModes);
        return mode ? std::optional<wire::Truncation>(*mode) : std::nullopt;
    }
    const Fields inner(*json, fields.pathOf("truncation"), fields.faults(), {"retention_ratio"});
    inner.has("retention_ratio");
    const auto ratio = inner.number("retention_ratio", 0, 1);
    return ratio ? std::optional<wire::Truncation>(wire::RetentionRatio{*ratio}) : std::nullopt;
}

std::optional<wire::OutputLimit> readLimit(const Fields& fields)
{
    const auto* json = fields.find("max_output_tokens");
    if (json == nullptr)
        return std::nullopt;
    if (json->is_string())
    {
        const auto none = fields.choice("max_output_tokens", unlimited);
        return none ? std::optional<wire::OutputLimit>(*none) : std::nullopt;
    }
    const auto limit = fields.integer("max_output_tokens", 1, 4096);
    return limit ? std::optional<wire::OutputLimit>(*limit) : std::nullopt;
}

/// Null switches the thing off; else `read` makes a value of it, or nothing and a fault.
template <typename T, typename Read>
wire::Nullable<T> readNullable(const Fields& fields, const char* key, Read read)
{
    const auto* json = fields.find(key);
    if (json == nullptr)
        return std::nullopt;
    if (json->is_null())
        return nullptr;
    std::optional<T> value = read(*json);
    if (!value)
        return std::nullopt;
    return std::move(*value);
}

} // namespace

wire::SessionConfig readSession(const Json& json, const std::string& path, FaultList& faults)
{
    const Fields fields(json, path, faults,
                        {"output", "speed", "turn_detection", "transcription", "noise_reduction", "tool_choice",
                         "parallel_tool_calls", "reasoning_effort", "max_output_tokens", "truncation"});
    wire::SessionConfig config;
    config.outputModality = fields.choice("output", modalities);
    config.speed = fields.number("speed", 0.25, 1.5);
    config.turnDetection = readNullable<wire::TurnDetection>(
        fields, "turn_detection",
        [&](const Json& given) { return readTurnDetection(given, fields.pathOf("turn_detection"), faults); });
    config.transcription = readNullable<wire::Transcription>(
        fields, "transcription",
        [&](const Json& given)
        { return std::optional(readTranscription(given, fields.pathOf("transcription"), faults)); });
    config.noiseReduction = readNullable<wire::NoiseReduction>(
        fields, "noise_reduction", [&](const Json&) { return fields.choice("noise_reduction", noiseReductions); });
    if (const auto use = fields.choice("tool_choice", toolUses))
        config.toolChoice = *use;
    config.parallelToolCalls = fields.boolean("parallel_tool_calls");
    config.reasoningEffort = fields.choice("reasoning_effort", efforts);
    config.maxOutputTokens = readLimit(fields);
    config.truncation = readTruncation(fields);
    return config;
}

} // namespace parley::cast
