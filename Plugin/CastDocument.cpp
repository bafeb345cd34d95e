// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/CastDocument.h"

#include "Cast/CastFile.h"
#include "Plugin/CredentialCheck.h"

#include <nlohmann/json.hpp>

#include <array>
#include <functional>
#include <set>

namespace parley::plugin::castdocument
{

namespace
{

/// Keeps the order of the keys as the author wrote them.
using Json = nlohmann::ordered_json;

Json parse(std::string_view text)
{
    return Json::parse(text, nullptr, false);
}

std::string textAt(const Json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// A text, or a list of lines.
std::string instructionsOf(const Json& agent)
{
    const auto found = agent.find("instructions");
    if (found == agent.end() || !found->is_array())
        return found == agent.end() ? realtime::Agent{}.instructions : textAt(agent, "instructions");
    std::string text;
    for (const auto& line : *found)
        text += (text.empty() ? "" : "\n") + (line.is_string() ? line.get<std::string>() : std::string());
    return text;
}

ToolCard toolOf(const Json& tool)
{
    return {textAt(tool, "name"), textAt(tool, "kind"), textAt(tool, "description"),
            tool.is_object() && tool.value("needs_approval", Json()) == true};
}

std::string handoffName(const Json& handoff)
{
    return handoff.is_string() ? handoff.get<std::string>() : textAt(handoff, "agent");
}

AgentCard cardOf(const Json& agent)
{
    AgentCard card{
        textAt(agent, "name"), instructionsOf(agent), textAt(agent, "voice"), textAt(agent, "greeting"), {}, {}};
    if (const auto tools = agent.find("tools"); tools != agent.end())
        for (const auto& tool : *tools)
            card.tools.push_back(toolOf(tool));
    if (const auto handoffs = agent.find("handoffs"); handoffs != agent.end())
        for (const auto& handoff : *handoffs)
            card.handoffs.push_back(handoffName(handoff));
    return card;
}

const Json* agentsIn(const Json& document)
{
    if (!document.is_object())
        return nullptr;
    const auto agents = document.find("agents");
    return agents != document.end() && agents->is_array() ? &*agents : nullptr;
}

/// A header with a password in it, and an address with one.
bool holdsSecret(const Json& node)
{
    if (node.is_string())
    {
        const auto& text = node.get_ref<const std::string&>();
        return holdsKey(text) || (text.starts_with("http") && holdsCredential(text));
    }
    if (!node.is_structured())
        return false;
    for (const auto& [name, value] : node.items())
    {
        if (name == "headers" && value.is_object())
            for (const auto& [header, content] : value.items())
                if (isCredentialName(header) && content.is_string() &&
                    content.get_ref<const std::string&>().find("${") == std::string::npos)
                    return true;
        if (holdsSecret(value))
            return true;
    }
    return false;
}

Result<std::string> changed(std::string_view text, const std::function<bool(Json&)>& change, const std::string& agent)
{
    auto document = parse(text);
    if (agentsIn(document) == nullptr || !change(document))
        return Error{ErrorCode::invalidArgument, "There is no agent named \"" + agent + "\" in the cast: pick another.",
                     "agents"};
    auto result = document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    if (const auto checked = check(result, "with this change"); !checked)
        return checked.error();
    return result;
}

/// Changes one agent.
Result<std::string> changedAgent(std::string_view text, const std::string& agent,
                                 const std::function<void(Json&)>& change)
{
    return changed(
        text,
        [&](Json& document)
        {
            for (auto& one : document["agents"])
            {
                if (!one.is_object() || textAt(one, "name") != agent)
                    continue;
                change(one);
                return true;
            }
            return false;
        },
        agent);
}

/// An empty text takes the field away.
Result<std::string> withField(std::string_view text, const std::string& agent, const char* field,
                              const std::string& value)
{
    return changedAgent(text, agent,
                        [&](Json& one)
                        {
                            if (value.empty())
                                one.erase(field);
                            else
                                one[field] = value;
                        });
}

} // namespace

Result<cast::Cast> check(const std::string& text, const std::string& nameForErrors)
{
    cast::CastHost lends;
    lends.sendMidi = [](const cast::MidiMessage&) { return Result<void>(); };
    lends.setParameter = [](const std::string&, double) { return Result<void>(); };
    auto read = cast::parseCast(text, nameForErrors, lends);
    if (read && holdsSecret(parse(text)))
        return Error{
            ErrorCode::fileInvalid,
            "The agents file " + nameForErrors +
                " holds a key or a password, which a project must not keep: put it into an environment variable "
                "whose name begins with PARLEY_TOOL_, and write ${PARLEY_TOOL_...} in its place.",
            nameForErrors};
    return read;
}

std::vector<AgentCard> agentsOf(std::string_view text)
{
    const auto document = parse(text);
    std::vector<AgentCard> cards;
    if (const auto* agents = agentsIn(document))
        for (const auto& agent : *agents)
            if (agent.is_object())
                cards.push_back(cardOf(agent));
    return cards;
}

std::string firstOf(std::string_view text)
{
    const auto document = parse(text);
    const auto* agents = agentsIn(document);
    if (agents == nullptr || agents->empty())
        return {};
    const auto first = textAt(document, "first");
    return first.empty() ? textAt(agents->front(), "name") : first;
}

Result<std::string> withFirst(std::string_view text, const std::string& agent)
{
    return changed(
        text,
        [&](Json& document)
        {
            document["first"] = agent;
            for (const auto& one : document["agents"])
                if (textAt(one, "name") == agent)
                    return true;
            return false;
        },
        agent);
}

Result<std::string> withInstructions(std::string_view text, const std::string& agent, const std::string& instructions)
{
    return changedAgent(text, agent, [&](Json& one) { one["instructions"] = instructions; });
}

Result<std::string> withVoice(std::string_view text, const std::string& agent, const std::string& voice)
{
    return withField(text, agent, "voice", voice);
}

Result<std::string> withGreeting(std::string_view text, const std::string& agent, const std::string& greeting)
{
    return withField(text, agent, "greeting", greeting);
}

Result<std::string> withHandoffs(std::string_view text, const std::string& agent, const std::vector<std::string>& names)
{
    return changedAgent(text, agent,
                        [&](Json& one)
                        {
                            auto handoffs = Json::array();
                            for (const auto& name : names)
                            {
                                Json wanted = name;
                                if (const auto known = one.find("handoffs"); known != one.end())
                                    for (const auto& handoff : *known)
                                        if (handoffName(handoff) == name)
                                            wanted = handoff;
                                handoffs.push_back(std::move(wanted));
                            }
                            one.erase("handoffs");
                            if (!handoffs.empty())
                                one["handoffs"] = std::move(handoffs);
                        });
}

Result<std::string> withApproval(std::string_view text, const std::string& agent, const std::string& tool,
                                 bool needsApproval)
{
    return changedAgent(text, agent,
                        [&](Json& one)
                        {
                            for (auto& known : one["tools"])
                            {
                                if (textAt(known, "name") != tool)
                                    continue;
                                known.erase("needs_approval");
                                if (needsApproval)
                                    known["needs_approval"] = true;
                            }
                        });
}

bool isRevision(std::string_view before, std::string_view after)
{
    auto documents = std::array{parse(before), parse(after)};
    std::array<std::set<std::string>, 2> names;
    for (std::size_t i = 0; i < documents.size(); ++i)
    {
        const auto* agents = agentsIn(documents[i]);
        if (agents == nullptr)
            return false;
        for (const auto& agent : *agents)
            names[i].insert(agent.is_object() ? textAt(agent, "name") : std::string());
        documents[i].erase("agents");
        documents[i].erase("first");
    }
    return names[0] == names[1] && nlohmann::json(documents[0]) == nlohmann::json(documents[1]);
}

std::string ofOneAgent(const std::string& name, const std::string& instructions, const std::string& voice)
{
    Json agent{{"name", name}, {"instructions", instructions}};
    if (!voice.empty())
        agent["voice"] = voice;
    return Json{{"agents", Json::array({agent})}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace parley::plugin::castdocument
