// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/StateDocument.h"

#include "Plugin/CredentialCheck.h"
#include "Plugin/FieldReader.h"

#include <algorithm>
#include <cmath>

namespace parley::plugin
{

namespace
{

using Json = nlohmann::json;

constexpr std::size_t longestName = 256;
constexpr std::size_t longestUrl = 2048;
constexpr std::size_t longestInstructions = 64 * 1024;

constexpr const char* urlRefusal = "The service address holds a user name, password or key and was not kept; "
                                   "put the key into OPENAI_API_KEY instead.";

constexpr ChoiceNames<bridge::Provider, 4> providerNames{{{"local", bridge::Provider::local},
                                                          {"openai", bridge::Provider::openAi},
                                                          {"custom", bridge::Provider::custom},
                                                          {"azure", bridge::Provider::azure}}};

constexpr ChoiceNames<TurnMode, 3> turnModeNames{
    {{"server_vad", TurnMode::serverVad}, {"semantic_vad", TurnMode::semanticVad}, {"off", TurnMode::off}}};

constexpr ChoiceNames<wire::Eagerness, 4> eagernessNames{{{"auto", wire::Eagerness::automatic},
                                                          {"low", wire::Eagerness::low},
                                                          {"medium", wire::Eagerness::medium},
                                                          {"high", wire::Eagerness::high}}};

/// Steps of 0.1 dB, so that a value survives the way through a float parameter byte for byte.
double roundedGain(double decibels)
{
    const double rounded = std::round(decibels * 10.0) / 10.0;
    return rounded == 0.0 ? 0.0 : rounded;
}

bool isCredential(const Json& node)
{
    if (!node.is_string())
        return false;
    const auto& text = node.get_ref<const std::string&>();
    return holdsKey(text) || (text.find("://") != std::string::npos && holdsCredential(text));
}

/// Foreign fields are kept, but never one that looks like a key.
void removeCredentials(Json& node)
{
    if (node.is_object())
    {
        for (auto field = node.begin(); field != node.end();)
        {
            if (isCredentialName(field.key()) || holdsKey(field.key()) || isCredential(*field))
            {
                field = node.erase(field);
                continue;
            }
            removeCredentials(*field);
            ++field;
        }
    }
    else if (node.is_array())
        for (auto& element : node)
        {
            if (isCredential(element))
                element = nullptr;
            removeCredentials(element);
        }
}

/// Hosts pad states with zeros.
std::string_view withoutPadding(std::string_view text)
{
    const auto last = text.find_last_not_of(std::string_view("\0 \r\n\t", 5));
    return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

Json parseBounded(std::string_view text)
{
    if (text.size() > StateDocument::largestBytes)
        return Json(Json::value_t::discarded);
    bool isTooDeep = false;
    const auto watchDepth = [&](int depth, Json::parse_event_t, Json&)
    {
        isTooDeep = isTooDeep || depth > StateDocument::deepestNesting;
        return !isTooDeep;
    };
    auto document = Json::parse(text, watchDepth, false);
    return isTooDeep ? Json(Json::value_t::discarded) : document;
}

void readUrl(const FieldReader& fields, std::string& url, std::vector<std::string>& remarks)
{
    std::string candidate = url;
    fields.text("url", candidate, {}, longestUrl);
    if (holdsCredential(candidate))
        remarks.emplace_back(urlRefusal);
    else
        url = candidate;
}

void readTurns(const FieldReader& fields, TurnSettings& turns)
{
    const TurnSettings standard;
    fields.choice("mode", turns.mode, standard.mode, turnModeNames);
    fields.number("threshold", turns.threshold, standard.threshold, 0, 1);
    fields.integer("prefix_padding_ms", turns.prefixPaddingMs, standard.prefixPaddingMs, 0, 5000);
    fields.integer("silence_duration_ms", turns.silenceDurationMs, standard.silenceDurationMs, 0, 10000);
    fields.flag("interrupt_response", turns.interruptsResponse, standard.interruptsResponse);
    fields.choice("eagerness", turns.eagerness, standard.eagerness, eagernessNames);

    int idle = turns.idleTimeoutMs;
    fields.integer("idle_timeout_ms", idle, standard.idleTimeoutMs, 0, 30000);
    if (idle == 0 || idle >= 5000)
        turns.idleTimeoutMs = idle;
    else
        fields.remark("idle_timeout_ms");
}

/// A field that should be an object and is none gives way to ours.
Json& objectAt(Json& document, const char* name)
{
    auto& field = document[name];
    if (!field.is_object())
        field = Json::object();
    return field;
}

} // namespace

std::string StateDocument::write() const
{
    Json document = unknown.is_object() ? unknown : Json::object();
    const auto known = document.find("version");
    if (known == document.end() || !known->is_number_integer() || *known < version)
        document["version"] = version;

    document["provider"] = spellingOf(settings.provider.provider, providerNames);
    document["url"] = settings.provider.url;
    document["model"] = settings.provider.model;
    document["transcription"] = settings.isTranscribing;

    auto& agent = objectAt(document, "agent");
    agent["name"] = settings.agent.name;
    agent["instructions"] = settings.agent.instructions;
    agent["voice"] = settings.agent.voice;

    auto& turns = objectAt(document, "turn_detection");
    turns["mode"] = spellingOf(settings.turns.mode, turnModeNames);
    turns["threshold"] = settings.turns.threshold;
    turns["prefix_padding_ms"] = settings.turns.prefixPaddingMs;
    turns["silence_duration_ms"] = settings.turns.silenceDurationMs;
    turns["idle_timeout_ms"] = settings.turns.idleTimeoutMs;
    turns["interrupt_response"] = settings.turns.interruptsResponse;
    turns["eagerness"] = spellingOf(settings.turns.eagerness, eagernessNames);

    auto& values = objectAt(document, "parameters");
    values["mute"] = parameters.isMuted;
    values["output_gain_db"] = roundedGain(parameters.outputGainDb);
    return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<StateDocument> StateDocument::read(std::string_view text, const StateDocument& current)
{
    auto parsed = parseBounded(withoutPadding(text));
    if (!parsed.is_object() || !parsed.contains("version"))
        return std::nullopt;

    StateDocument result = current;
    result.remarks.clear();
    const Settings standard;
    const FieldReader fields(parsed, result.remarks);
    auto& provider = result.settings.provider;
    fields.choice("provider", provider.provider, standard.provider.provider, providerNames);
    readUrl(fields, provider.url, result.remarks);
    fields.text("model", provider.model, standard.provider.model, longestName);
    fields.flag("transcription", result.settings.isTranscribing, standard.isTranscribing);

    const auto agent = fields.child("agent");
    agent.text("name", result.settings.agent.name, standard.agent.name, longestName);
    agent.text("instructions", result.settings.agent.instructions, standard.agent.instructions, longestInstructions);
    agent.text("voice", result.settings.agent.voice, standard.agent.voice, longestName);
    readTurns(fields.child("turn_detection"), result.settings.turns);

    const ParameterValues still;
    const auto values = fields.child("parameters");
    values.flag("mute", result.parameters.isMuted, still.isMuted);
    values.number("output_gain_db", result.parameters.outputGainDb, still.outputGainDb, -60, 12);

    removeCredentials(parsed);
    result.unknown = std::move(parsed);
    return result;
}

std::string reasonToRefuse(const Settings& settings)
{
    if (holdsCredential(settings.provider.url))
        return urlRefusal;
    const auto& agent = settings.agent;
    if (holdsKey(settings.provider.model) || holdsKey(agent.name) || holdsKey(agent.instructions) ||
        holdsKey(agent.voice))
        return "This text holds an API key and was not kept; put the key into OPENAI_API_KEY instead.";
    return {};
}

} // namespace parley::plugin
