// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/FirstStateVersion.h"

#include "Plugin/CastDocument.h"
#include "Realtime/Agent.h"

#include <string>
#include <utility>

namespace parley::plugin
{

namespace
{

using Json = nlohmann::json;

std::string textOr(const Json& object, const char* name, const std::string& standard)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : standard;
}

void moveField(Json& from, const char* name, Json& to, const char* newName)
{
    if (const auto found = from.find(name); found != from.end())
    {
        to[newName] = std::move(*found);
        from.erase(found);
    }
}

/// Fields that are not ours stay behind, to be written again.
void removeWhenEmpty(Json& document, const char* name)
{
    if (document[name].empty())
        document.erase(name);
}

void moveAgent(Json& document)
{
    auto& agent = document["agent"];
    const realtime::Agent standard;
    auto name = textOr(agent, "name", standard.name);
    // The agents file knows no nameless agent, and none of more than 52 characters.
    if (name.empty() || name.size() > 52)
        name = standard.name;
    document["cast"] = {{"text", castdocument::ofOneAgent(name, textOr(agent, "instructions", standard.instructions),
                                                          textOr(agent, "voice", {}))}};
    for (const char* known : {"name", "instructions", "voice"})
        agent.erase(known);
    removeWhenEmpty(document, "agent");
}

void moveTurnDetection(Json& document)
{
    auto& turns = document["turn_detection"];
    auto& parameters = document["parameters"];
    if (!parameters.is_object())
        parameters = Json::object();
    moveField(turns, "mode", parameters, "turn_mode");
    moveField(turns, "threshold", parameters, "vad_threshold");
    moveField(turns, "prefix_padding_ms", parameters, "prefix_padding_ms");
    moveField(turns, "silence_duration_ms", parameters, "silence_ms");
    moveField(turns, "eagerness", parameters, "eagerness");
    moveField(turns, "idle_timeout_ms", parameters, "idle_timeout_s");
    if (auto& idle = parameters["idle_timeout_s"]; idle.is_number())
        idle = idle.get<double>() / 1000.0;
    else if (idle.is_null())
        parameters.erase("idle_timeout_s");
    moveField(turns, "interrupt_response", parameters, "barge_in");
    if (auto& interrupts = parameters["barge_in"]; interrupts.is_boolean())
        interrupts = interrupts.get<bool>() ? "service" : "off";
    else if (interrupts.is_null())
        parameters.erase("barge_in");
    removeWhenEmpty(document, "turn_detection");
}

} // namespace

bool isOfFirstVersion(const Json& document)
{
    return document.is_object() && document.value("version", Json()) == 1;
}

Json fromFirstVersion(Json document)
{
    if (document.contains("agent") && document["agent"].is_object())
        moveAgent(document);
    if (document.contains("turn_detection") && document["turn_detection"].is_object())
        moveTurnDetection(document);
    document.erase("version");
    document["version"] = 2;
    return document;
}

} // namespace parley::plugin
