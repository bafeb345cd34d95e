// SPDX-License-Identifier: Apache-2.0
#include "Cast/Detail/AgentFields.h"

#include "Cast/WordGuardrail.h"

#include <algorithm>

namespace parley::cast
{

using written::didYouMean;
using written::FaultList;
using written::Fields;
using written::Names;
namespace
{

using wire::Json;

constexpr std::size_t mostAgents = 64;
constexpr std::size_t mostTools = 64;
constexpr std::size_t mostHandoffs = 64;
/// A handoff is a function, whose name may have 64 characters; "transfer_to_" takes 12 of them.
constexpr std::size_t longestName = 52;
constexpr std::size_t longestInstructions = 65536;

/// A text, or a list of lines.
std::optional<std::string> readInstructions(const Fields& fields)
{
    const auto* json = fields.find("instructions");
    if (json == nullptr || !json->is_array())
        return fields.text("instructions", longestInstructions, 0);
    std::string text;
    for (std::size_t i = 0; i < json->size(); ++i)
    {
        if (!(*json)[i].is_string())
            fields.faults().add(fields.pathOf("instructions") + "/" + std::to_string(i),
                                "each line of \"instructions\" must be a text.");
        else
            text += (i == 0 ? "" : "\n") + (*json)[i].get<std::string>();
    }
    if (text.size() > longestInstructions)
        fields.fault("instructions", "\"instructions\" are longer than 65536 characters; shorten them.");
    return text;
}

realtime::Handoff readHandoff(const Json& json, const std::string& path, FaultList& faults)
{
    if (json.is_string())
        return realtime::Handoff::toNamed(json.get<std::string>());
    const Fields fields(json, path, faults, {"agent", "description", "new_agent_speaks_first"});
    fields.has("agent");
    auto handoff = realtime::Handoff::toNamed(fields.text("agent", longestName).value_or(""));
    handoff.description = fields.text("description", 1024).value_or("");
    handoff.newAgentSpeaksFirst = fields.boolean("new_agent_speaks_first").value_or(true);
    return handoff;
}

std::vector<realtime::Handoff> readHandoffs(const Fields& fields)
{
    std::vector<realtime::Handoff> handoffs;
    const auto* list = fields.array("handoffs", mostHandoffs);
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i)
        handoffs.push_back(
            readHandoff((*list)[i], fields.pathOf("handoffs") + "/" + std::to_string(i), fields.faults()));
    return handoffs;
}

WordGuardrail readGuardrail(const Json& json, const std::string& path, FaultList& faults)
{
    const Fields fields(json, path, faults, {"name", "words", "reason"});
    WordGuardrail guardrail;
    fields.has("name");
    guardrail.name = fields.text("name", 64).value_or("");
    fields.has("words");
    guardrail.words = fields.texts("words", 1000, 128).value_or(Names{});
    guardrail.reason = fields.text("reason", 1024).value_or("");
    if (fields.find("words") != nullptr && fields.find("words")->empty())
        fields.fault("words", "\"words\" is empty, so this guardrail never trips; add a word.");
    return guardrail;
}

std::vector<realtime::OutputGuardrail> readGuardrails(const Fields& fields)
{
    std::vector<realtime::OutputGuardrail> guardrails;
    const auto* list = fields.array("guardrails", 64);
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i)
        guardrails.push_back(makeGuardrail(
            readGuardrail((*list)[i], fields.pathOf("guardrails") + "/" + std::to_string(i), fields.faults())));
    return guardrails;
}

std::vector<realtime::Tool> readTools(const Fields& fields, const AllowedHosts& hosts, const CastHost& host)
{
    std::vector<realtime::Tool> tools;
    const auto* list = fields.array("tools", mostTools);
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i)
    {
        const auto path = fields.pathOf("tools") + "/" + std::to_string(i);
        auto tool = readTool((*list)[i], path, hosts, host, fields.faults());
        if (!tool)
            continue;
        if (std::ranges::count(tools, tool->name, &realtime::Tool::name) > 0)
            fields.faults().add(path + "/name",
                                "this agent has a tool named \"" + tool->name + "\" already; rename one.");
        tools.push_back(std::move(*tool));
    }
    return tools;
}

realtime::Agent readAgent(const Json& json, const std::string& path, FaultList& faults, const AllowedHosts& hosts,
                          const CastHost& host)
{
    const Fields fields(json, path, faults,
                        {"name", "instructions", "voice", "greeting", "tools", "handoffs", "guardrails"});
    realtime::Agent agent;
    fields.has("name");
    agent.name = fields.text("name", longestName).value_or("");
    if (auto instructions = readInstructions(fields))
        agent.instructions = std::move(*instructions);
    agent.voice = fields.text("voice", 64).value_or("");
    agent.greeting = fields.text("greeting", 4096).value_or("");
    agent.tools = readTools(fields, hosts, host);
    agent.handoffs = readHandoffs(fields);
    agent.outputGuardrails = readGuardrails(fields);
    return agent;
}

/// Names that the model could not tell apart, or that are the same.
void checkNames(const std::vector<realtime::Agent>& agents, FaultList& faults)
{
    for (std::size_t i = 0; i < agents.size(); ++i)
        for (std::size_t j = 0; j < i && !agents[i].name.empty(); ++j)
        {
            const auto path = "/agents/" + std::to_string(i) + "/name";
            if (agents[i].name == agents[j].name)
                faults.add(path, "an agent named \"" + agents[i].name + "\" is there already; rename one.");
            else if (realtime::handoffToolName(agents[i].name) == realtime::handoffToolName(agents[j].name))
                faults.add(path, "\"" + agents[i].name + "\" and \"" + agents[j].name + "\" are both " +
                                     realtime::handoffToolName(agents[i].name) + " to the model; rename one.");
        }
}

void checkHandoffs(const realtime::Agent& agent, const std::string& path, const Names& names, FaultList& faults)
{
    for (std::size_t i = 0; i < agent.handoffs.size(); ++i)
    {
        const auto& to = agent.handoffs[i].agentName;
        const auto place = path + "/handoffs/" + std::to_string(i);
        if (to.empty())
            continue;
        if (to == agent.name)
            faults.add(place, "\"" + to + "\" cannot hand off to itself; leave it out.");
        else if (std::ranges::find(names, to) == names.end())
        {
            const auto meant = didYouMean(to, names);
            faults.add(place, "there is no agent named \"" + to + "\"" + (meant.empty() ? "; add it." : meant));
        }
        for (std::size_t j = 0; j < i; ++j)
            if (agent.handoffs[j].agentName == to)
                faults.add(place, "the handoff to \"" + to + "\" stands here twice; keep one of them.");
        if (std::ranges::count(agent.tools, realtime::handoffToolName(to), &realtime::Tool::name) > 0)
            faults.add(place, "a tool of this agent has the name of the handoff, " + realtime::handoffToolName(to) +
                                  "; rename the tool.");
    }
}

} // namespace

std::vector<realtime::Agent> readAgents(const Fields& file, const AllowedHosts& hosts, const CastHost& host)
{
    std::vector<realtime::Agent> agents;
    file.has("agents");
    const auto* list = file.array("agents", mostAgents);
    if (list == nullptr)
        return agents;
    if (list->empty())
        file.fault("agents", "\"agents\" is empty; there must be an agent.");
    Names names;
    for (std::size_t i = 0; i < list->size(); ++i)
    {
        agents.push_back(
            readAgent((*list)[i], file.pathOf("agents") + "/" + std::to_string(i), file.faults(), hosts, host));
        names.push_back(agents.back().name);
    }
    checkNames(agents, file.faults());
    for (std::size_t i = 0; i < agents.size(); ++i)
        checkHandoffs(agents[i], file.pathOf("agents") + "/" + std::to_string(i), names, file.faults());
    return agents;
}

} // namespace parley::cast
