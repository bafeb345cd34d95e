// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/Handoffs.h"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace parley;
using namespace parley::realtime;
using wire::Json;

namespace
{

Tool named(const std::string& name)
{
    Tool tool;
    tool.name = name;
    return tool;
}

Agent agentNamed(const std::string& name)
{
    Agent agent;
    agent.name = name;
    return agent;
}

std::string faultIn(const Agent& agent, const std::vector<Agent>& cast = {}, const std::vector<Json>& ofSession = {})
{
    const auto fault = findFaultInCast(agent, cast, ofSession);
    return fault ? fault->message : std::string();
}

template <typename T>
bool finds(const Agent& agent, const std::string& name)
{
    return std::holds_alternative<T>(findCalled(std::make_shared<const Agent>(agent), {}, name));
}

using FoundTool = std::shared_ptr<const Tool>;
using FoundHandoff = std::shared_ptr<const Handoff>;

} // namespace

TEST_CASE("a handoff is found by its name in whatever case, a tool only by its own")
{
    auto agent = agentNamed("A");
    agent.tools = {named("look")};
    agent.handoffs = {Handoff::toNamed("Tech Support")};
    CHECK(finds<FoundTool>(agent, "look"));
    CHECK(finds<std::monostate>(agent, "Look"));
    CHECK(finds<FoundHandoff>(agent, "transfer_to_tech_support"));
    CHECK(finds<FoundHandoff>(agent, "transfer_to_Tech_Support"));
    CHECK(finds<std::monostate>(agent, "transfer_to_tech"));
}

TEST_CASE("names that the model could not tell apart are refused, and both are named")
{
    auto agent = agentNamed("Desk");
    agent.tools = {named("look"), named("look")};
    CHECK(faultIn(agent) == "The agent Desk offers the tool look and the tool look, which the model could not tell "
                            "apart: rename one of them.");
    agent.tools = {named("transfer_to_tech_support")};
    agent.handoffs = {Handoff::to(agentNamed("Tech Support"))};
    CHECK(faultIn(agent).find("the tool transfer_to_tech_support and the handoff to Tech Support") !=
          std::string::npos);
    agent.tools.clear();
    agent.handoffs = {Handoff::to(agentNamed("Tech Support")), Handoff::to(agentNamed("tech-support"))};
    CHECK(faultIn(agent).find("the handoff to Tech Support and the handoff to tech-support") != std::string::npos);
    agent.handoffs.clear();
    agent.tools = {named("look")};
    CHECK(faultIn(agent, {}, {{{"type", "function"}, {"name", "look"}}}).find("the session's own look") !=
          std::string::npos);
}

TEST_CASE("a clash is found in agents that are only reached over others, and circles end")
{
    auto deep = agentNamed("Deep");
    deep.tools = {named("same"), named("same")};
    auto middle = agentNamed("Middle");
    middle.handoffs = {Handoff::to(deep)};
    auto first = agentNamed("First");
    first.handoffs = {Handoff::to(middle)};
    CHECK(faultIn(first).find("The agent Deep") == 0);
    auto one = agentNamed("One");
    auto two = agentNamed("Two");
    one.handoffs = {Handoff::toNamed("Two")};
    two.handoffs = {Handoff::toNamed("One")};
    CHECK(faultIn(one, {one, two}).empty());
}

TEST_CASE("a handoff to nobody and a bad name of a tool are refused before anything is sent")
{
    auto agent = agentNamed("Desk");
    agent.handoffs = {Handoff::toNamed("Ghost")};
    CHECK(faultIn(agent).find("hands off to Ghost") != std::string::npos);
    for (const auto& bad : {std::string(), std::string("two words"), std::string(65, 'x'), std::string("\xC3\xA4")})
    {
        agent = agentNamed("Desk");
        agent.tools = {named(bad)};
        CHECK(faultIn(agent).find("has a tool named") != std::string::npos);
    }
}

TEST_CASE("an agent whose name makes no name of a tool cannot be handed off to")
{
    auto agent = agentNamed("Desk");
    agent.handoffs = {Handoff::to(agentNamed(std::string(52, 'x')))};
    CHECK(faultIn(agent).empty());
    agent.handoffs = {Handoff::to(agentNamed(std::string(53, 'x')))};
    CHECK(faultIn(agent).find("whose name is too long for a tool: use at most 52 bytes") != std::string::npos);
}

TEST_CASE("the model is offered what is enabled: functions, handoffs and MCP servers")
{
    auto agent = agentNamed("Desk");
    agent.tools = {named("yes"), named("no"), named("throws")};
    agent.tools[1].isEnabled = [] { return false; };
    agent.tools[2].isEnabled = []() -> bool { throw std::runtime_error("boom"); };
    agent.handoffs = {Handoff::toNamed("Billing")};
    agent.handoffs[0].description = "For invoices.";
    agent.hostedMcp = {{"docs", "https://mcp.example/sse", {}, "secret-token", {}, {{"X-Key", "v"}}, {"search"}}};
    agent.hostedMcp[0].requireApproval = "never";
    const auto offered = offeredTools(agent, {{{"type", "function"}, {"name", "mine"}}});
    REQUIRE(offered.size() == 4);
    CHECK(offered[0]["name"] == "yes");
    CHECK(offered[0]["parameters"] == Json{{"type", "object"}, {"properties", Json::object()}});
    CHECK(offered[1]["name"] == "transfer_to_billing");
    CHECK(offered[1]["description"] == "Handoff to the Billing agent to handle the request. For invoices.");
    CHECK(offered[2] == Json{{"type", "mcp"},
                             {"server_label", "docs"},
                             {"server_url", "https://mcp.example/sse"},
                             {"authorization", "secret-token"},
                             {"headers", {{"X-Key", "v"}}},
                             {"allowed_tools", {"search"}},
                             {"require_approval", "never"}});
    CHECK(offered[3]["name"] == "mine");
}
