// SPDX-License-Identifier: Apache-2.0
#include "Service/SessionSettings.h"

#include "Base/Detail/Characters.h"
#include "Service/LikelyPhrases.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>

namespace parley::service
{
namespace
{

const Json& serverVadDefaults()
{
    static const Json defaults = {{"type", "server_vad"},       {"threshold", 0.5},
                                  {"prefix_padding_ms", 300},   {"silence_duration_ms", 200},
                                  {"idle_timeout_ms", nullptr}, {"create_response", true},
                                  {"interrupt_response", true}};
    return defaults;
}

const Json& semanticVadDefaults()
{
    static const Json defaults = {
        {"type", "semantic_vad"}, {"eagerness", "auto"}, {"create_response", true}, {"interrupt_response", true}};
    return defaults;
}

/// What a session that only transcribes uses unless it is told otherwise.
constexpr auto* usualTranscriptionModel = "gpt-4o-mini-transcribe";

Json withDefaults(const Json& turnDetection)
{
    if (turnDetection.is_null())
        return turnDetection;
    auto complete = turnDetection.at("type") == "semantic_vad" ? semanticVadDefaults() : serverVadDefaults();
    complete.update(turnDetection);
    return complete;
}

wire::AudioFormat formatOf(const Json& side)
{
    return wire::audioFormatFrom(side.value("format", Json())).value_or(wire::AudioFormat::pcm);
}

void mergeAudio(Json& audio, const Json& changes)
{
    if (const auto input = changes.find("input"); input != changes.end())
        for (const auto& [name, value] : input->items())
            audio["input"][name] = name == "turn_detection" ? withDefaults(value) : value;
    if (const auto output = changes.find("output"); output != changes.end())
        audio["output"].update(*output);
    for (const auto* side : {"input", "output"})
        audio[side]["format"] = wire::toJson(formatOf(audio[side]));
}

} // namespace

SessionSettings::SessionSettings(std::string sessionId, std::string model, std::int64_t expiresAtEpochSeconds,
                                 bool isTranscription)
    : session{{"type", "realtime"},
              {"object", "realtime.session"},
              {"id", std::move(sessionId)},
              {"model", std::move(model)},
              {"output_modalities", {"audio"}},
              {"instructions", ""},
              {"tools", Json::array()},
              {"tool_choice", "auto"},
              {"max_output_tokens", "inf"},
              {"tracing", nullptr},
              {"truncation", "auto"},
              {"prompt", nullptr},
              {"expires_at", expiresAtEpochSeconds},
              {"audio",
               {{"input",
                 {{"format", wire::toJson(wire::AudioFormat::pcm)},
                  {"transcription", nullptr},
                  {"noise_reduction", nullptr},
                  {"turn_detection", serverVadDefaults()}}},
                {"output", {{"format", wire::toJson(wire::AudioFormat::pcm)}, {"voice", "alloy"}, {"speed", 1.0}}}}},
              {"include", nullptr}}
    , transcribesOnly(isTranscription)
    , detection(readTurnDetection())
{
}

Json SessionSettings::described() const
{
    if (!transcribesOnly)
        return session;
    return {{"type", "transcription"},          {"object", "realtime.transcription_session"},
            {"id", session.at("id")},           {"expires_at", session.at("expires_at")},
            {"include", session.at("include")}, {"audio", {{"input", session.at("audio").at("input")}}}};
}

std::optional<Rejection> SessionSettings::update(const Json& changes, bool hasSpoken)
{
    const auto type = changes.value("type", std::string("realtime"));
    const auto* own = transcribesOnly ? "transcription" : "realtime";
    if (!changes.empty() && type != own)
        return Rejection{"invalid_value",
                         "Invalid value: '" + type + "'. This is a " + own +
                             " session, which takes its own settings only.",
                         "session.type"};
    if (const auto modalities = changes.find("output_modalities"); modalities != changes.end())
        if (auto fault = findFaultInModalities(*modalities, "session.output_modalities"))
            return fault;
    if (auto fault = findFaultInToolChoice(changes, "session.tool_choice"))
        return fault;
    const auto& voice = session.at("audio").at("output").at("voice");
    const auto wanted = changes.value(Json::json_pointer("/audio/output/voice"), voice);
    if (hasSpoken && voiceName(wanted) != voiceName(voice))
        return voiceRejection("session.audio.output.voice");
    for (const auto& [name, value] : changes.items())
    {
        if (name == "audio")
            mergeAudio(session["audio"], value);
        else if (name != "type" && name != "model")
            session[name] = value;
    }
    session["audio"]["output"]["voice"] = voiceName(session["audio"]["output"]["voice"]);
    for (auto& tool : session["tools"])
        tool.erase("authorization"); // A secret, and of no use here.
    detection = readTurnDetection();
    heardFormat = formatOf(session["audio"]["input"]);
    return std::nullopt;
}

std::optional<Rejection> SessionSettings::findFaultInToolChoice(const Json& changes, const std::string& path) const
{
    const auto choice = changes.find("tool_choice");
    if (choice == changes.end() || wire::textField(*choice, "type") != "function")
        return std::nullopt;
    const auto name = wire::textField(*choice, "name");
    const auto tools = changes.find("tools");
    const auto isOffered = [&](const Json& tool)
    { return wire::textField(tool, "type") == "function" && wire::textField(tool, "name") == name; };
    if (std::ranges::any_of(tools == changes.end() ? session.at("tools") : *tools, isOffered))
        return std::nullopt;
    return Rejection{"invalid_value",
                     "Invalid value: '" + shortened(name, 200) + "'. There is no function of this name in 'tools'.",
                     path};
}

std::optional<TurnDetection> SessionSettings::readTurnDetection() const
{
    const auto& set = session.at("audio").at("input").at("turn_detection");
    if (set.is_null())
        return std::nullopt;
    TurnDetection read;
    read.createsResponse = !transcribesOnly && set.at("create_response").get<bool>();
    read.interruptsResponse = set.at("interrupt_response").get<bool>();
    if (set.at("type") == "semantic_vad")
    {
        read.eagerness = eagernessFrom(set.at("eagerness").get<std::string>());
        return read;
    }
    read.threshold = set.at("threshold").get<double>();
    read.prefixPadding = std::chrono::milliseconds(set.at("prefix_padding_ms").get<int>());
    read.silenceDuration = std::chrono::milliseconds(set.at("silence_duration_ms").get<int>());
    if (const auto& idle = set.at("idle_timeout_ms"); !idle.is_null())
        read.idleTimeout = std::chrono::milliseconds(idle.get<int>());
    return read;
}

std::vector<std::string> SessionSettings::likelyPhrases() const
{
    return phrasesInSession(session.at("audio").at("input").at("transcription"), session.at("tools"));
}

std::optional<std::string> SessionSettings::transcriptionModel() const
{
    const auto& set = session.at("audio").at("input").at("transcription");
    if (set.is_null() && !transcribesOnly)
        return std::nullopt;
    return set.is_null() ? usualTranscriptionModel : set.value("model", std::string(usualTranscriptionModel));
}

wire::AudioFormat SessionSettings::outputFormat() const
{
    return formatOf(session.at("audio").at("output"));
}

std::string SessionSettings::instructions() const
{
    return session.at("instructions").get<std::string>();
}

std::string voiceName(const Json& voice)
{
    return voice.is_object() ? voice.value("id", std::string("alloy")) : voice.get<std::string>();
}

Rejection voiceRejection(std::string param)
{
    return {"cannot_update_voice", "Cannot update a conversation's voice if assistant audio is present.",
            std::move(param)};
}

std::optional<Rejection> findFaultInModalities(const Json& modalities, const std::string& path)
{
    if (modalities.size() == 1)
        return std::nullopt;
    return Rejection{
        "invalid_value",
        "Invalid modalities: " + modalities.dump() + ". Supported combinations are: ['text'] and ['audio'].", path};
}

} // namespace parley::service
