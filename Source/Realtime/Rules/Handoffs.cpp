// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/Handoffs.h"

#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace parley::realtime
{
namespace
{

using wire::Json;

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

Json function(const std::string& name, const std::string& description, const Json& parameters)
{
    return {{"type", "function"}, {"name", name}, {"description", description}, {"parameters", parameters}};
}

std::string describe(const Handoff& handoff)
{
    auto text = "Handoff to the " + handoff.agentName + " agent to handle the request.";
    return handoff.description.empty() ? text : text + " " + handoff.description;
}

Json server(const HostedMcp& mcp)
{
    Json json = {{"type", "mcp"}, {"server_label", mcp.serverLabel}};
    const auto put = [&](const char* name, const std::string& value)
    {
        if (!value.empty())
            json[name] = value;
    };
    put("server_url", mcp.serverUrl);
    put("connector_id", mcp.connectorId);
    put("authorization", mcp.authorization);
    put("server_description", mcp.serverDescription);
    for (const auto& [name, value] : mcp.headers)
        json["headers"][name] = value;
    if (!mcp.allowedTools.empty())
        json["allowed_tools"] = mcp.allowedTools;
    if (!mcp.requireApproval.is_null())
        json["require_approval"] = mcp.requireApproval;
    return json;
}

/// The name by which the model, or the service, tells an explicit tool from others.
std::string nameOf(const Json& tool)
{
    const auto label = wire::textField(tool, "server_label");
    return label.empty() ? wire::textField(tool, "name") : "the MCP server " + label;
}

Error clash(const std::string& agent, const std::string& one, const std::string& other)
{
    return {ErrorCode::invalidArgument,
            "The agent " + agent + " offers " + one + " and " + other +
                ", which the model could not tell apart: rename one of them.",
            "tools"};
}

/// Every name that an agent offers, with the words by which a fault names it.
std::vector<std::pair<std::string, std::string>> namesOf(const Agent& agent, const std::vector<Json>& ofSession)
{
    std::vector<std::pair<std::string, std::string>> names;
    for (const auto& tool : agent.tools)
        names.emplace_back(tool.name, "the tool " + tool.name);
    for (const auto& handoff : agent.handoffs)
        names.emplace_back(handoffToolName(handoff.agentName), "the handoff to " + handoff.agentName);
    for (const auto& mcp : agent.hostedMcp)
        names.emplace_back("the MCP server " + mcp.serverLabel, "the MCP server " + mcp.serverLabel);
    for (const auto& tool : ofSession)
        names.emplace_back(nameOf(tool), "the session's own " + nameOf(tool));
    return names;
}

std::optional<Error> findFaultInNames(const Agent& agent, const std::vector<Json>& ofSession)
{
    constexpr std::size_t longestName = 64;
    std::map<std::string, std::string> taken;
    for (const auto& [name, words] : namesOf(agent, ofSession))
    {
        const auto [other, isNew] = taken.emplace(name, words);
        if (!isNew)
            return clash(agent.name, other->second, words);
    }
    const auto isLetter = [](char c)
    { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; };
    for (const auto& tool : agent.tools)
        if (tool.name.empty() || tool.name.size() > longestName || !std::ranges::all_of(tool.name, isLetter))
            return Error{ErrorCode::invalidArgument,
                         "The agent " + agent.name + " has a tool named '" + tool.name +
                             "': use 1 to 64 letters, digits, '_' and '-'.",
                         "tools"};
    for (const auto& handoff : agent.handoffs)
        if (handoffToolName(handoff.agentName).size() > longestName)
            return Error{ErrorCode::invalidArgument,
                         "The agent " + agent.name + " hands off to '" + handoff.agentName +
                             "', whose name is too long for a tool: use at most 52 bytes.",
                         "handoffs"};
    return std::nullopt;
}

} // namespace

std::vector<Json> offeredTools(const Agent& agent, const std::vector<Json>& ofSession)
{
    std::vector<Json> offered;
    for (const auto& tool : agent.tools)
        if (isEnabled(tool.isEnabled))
            offered.push_back(function(tool.name, tool.description, tool.parameters));
    for (const auto& handoff : agent.handoffs)
        if (isEnabled(handoff.isEnabled))
            offered.push_back(function(handoffToolName(handoff.agentName), describe(handoff), handoff.parameters));
    for (const auto& mcp : agent.hostedMcp)
        offered.push_back(server(mcp));
    offered.insert(offered.end(), ofSession.begin(), ofSession.end());
    return offered;
}

CallTarget findCalled(const std::shared_ptr<const Agent>& agent, const std::vector<Json>& ofSession,
                      const std::string& name)
{
    for (const auto& tool : agent->tools)
        if (tool.name == name)
            return std::shared_ptr<const Tool>(agent, &tool);
    if (std::ranges::any_of(ofSession, [&](const Json& tool) { return wire::textField(tool, "name") == name; }))
        return OfApplication{};
    // The names of handoffs are lower case, so the exact name is the one that no case can change.
    for (const auto& handoff : agent->handoffs)
        if (handoffToolName(handoff.agentName) == lower(name))
            return std::shared_ptr<const Handoff>(agent, &handoff);
    return std::monostate{};
}

bool isEnabled(const std::function<bool()>& predicate) noexcept
{
    try
    {
        return !predicate || predicate();
    }
    catch (...)
    {
        return false;
    }
}

std::shared_ptr<const Agent> targetOf(const Handoff& handoff, const std::vector<Agent>& cast)
{
    if (handoff.agent != nullptr)
        return handoff.agent;
    const auto found = std::ranges::find(cast, handoff.agentName, &Agent::name);
    return found == cast.end() ? nullptr : std::make_shared<const Agent>(*found);
}

ToolOutput handoffOutput(const Handoff& handoff)
{
    return {"Handoff complete. You are now connected to " + handoff.agentName + ".", !handoff.newAgentSpeaksFirst};
}

std::optional<Error> findFaultInCast(const Agent& first, const std::vector<Agent>& cast,
                                     const std::vector<Json>& ofSession)
{
    std::set<std::string> castNames;
    for (const auto& agent : cast)
        if (!castNames.insert(agent.name).second)
            return Error{ErrorCode::invalidArgument,
                         "Two agents of the cast are named " + agent.name + ": rename one of them.", "cast"};
    std::vector<const Agent*> toVisit = {&first};
    for (const auto& agent : cast)
        toVisit.push_back(&agent);
    std::set<const Agent*> visited;
    while (!toVisit.empty())
    {
        const auto* agent = toVisit.back();
        toVisit.pop_back();
        if (!visited.insert(agent).second)
            continue;
        if (auto fault = findFaultInNames(*agent, ofSession))
            return fault;
        for (const auto& handoff : agent->handoffs)
        {
            if (handoff.agent == nullptr && !castNames.contains(handoff.agentName))
                return Error{ErrorCode::invalidArgument,
                             "The agent " + agent->name + " hands off to " + handoff.agentName +
                                 ", whom the cast does not have: add that agent, or correct the name.",
                             "handoffs"};
            if (handoff.agent != nullptr)
                toVisit.push_back(handoff.agent.get());
        }
    }
    return std::nullopt;
}

} // namespace parley::realtime
