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

} // namespace

Json SessionConfig::toJson() const
{
    // Schema: RealtimeAudioFormats; 24000 is the only rate of audio/pcm.
    const Json format = {{"type", "audio/pcm"}, {"rate", 24000}};

    Json input = {{"format", format}};
    putNullable(input, "transcription", transcription, transcriptionToJson);
    putNullable(input, "noise_reduction", noiseReduction, noiseReductionToJson);
    putNullable(input, "turn_detection", turnDetection, turnDetectionToJson);

    Json output = {{"format", format}};
    put(output, "voice", voice);
    put(output, "speed", speed);

    Json session = {{"type", "realtime"}, {"audio", {{"input", input}, {"output", output}}}};
    put(session, "instructions", instructions);
    if (outputModality)
        session["output_modalities"] = Json::array({*outputModality == OutputModality::audio ? "audio" : "text"});
    return session;
}

} // namespace parley::wire
