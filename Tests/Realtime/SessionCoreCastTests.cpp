// SPDX-License-Identifier: Apache-2.0
// Another cast for a session that goes on.
#include "Realtime/CoreDriver.h"

using namespace parley;
using namespace parley::test;

namespace
{

Agent agentNamed(const std::string& name, const std::string& instructions)
{
    Agent agent;
    agent.name = name;
    agent.instructions = instructions;
    return agent;
}

Tool lookTool()
{
    Tool tool;
    tool.name = "look";
    tool.run = [](const ToolCall&) -> Result<ToolOutput> { return ToolOutput::of("unused: the core runs nothing"); };
    return tool;
}

/// Ann speaks, with a tool and a voice.
Driver annSpeaks()
{
    SessionSettings settings;
    settings.agent = agentNamed("Ann", "Be brief.");
    settings.agent.tools = {lookTool()};
    settings.agent.voice = "marin";
    Driver driver(settings);
    driver.becomeReady();
    return driver;
}

const wire::SessionConfig& onlyUpdate(const Driver& driver, std::vector<wire::SessionUpdate>& updates)
{
    updates = driver.sent<wire::SessionUpdate>();
    REQUIRE(updates.size() == 1);
    return updates[0].session;
}

} // namespace

TEST_CASE("the agent who speaks goes on with other words, and without the tools that it has lost", "[cast]")
{
    auto driver = annSpeaks();
    std::vector<wire::SessionUpdate> updates;
    driver.feed(input::UpdateCast{agentNamed("Ann", "Be wordy."), {}});
    const auto& told = onlyUpdate(driver, updates);
    CHECK(told.instructions == "Be wordy.");
    REQUIRE(told.tools);
    CHECK(told.tools->empty());
    CHECK(driver.published<HandoffEvent>().empty());
    CHECK(driver.core.currentAgent().instructions == "Be wordy.");
}

TEST_CASE("a cast that changes nothing for the agent who speaks sends nothing", "[cast]")
{
    auto driver = annSpeaks();
    driver.feed(input::UpdateCast{agentNamed("Ann", "Be wordy."), {}});
    driver.feed(input::UpdateCast{agentNamed("Ann", "Be wordy."), {agentNamed("Bob", "I am Bob.")}});
    CHECK(driver.last.send.empty());
}

TEST_CASE("a forced choice of a tool goes with the tool", "[cast]")
{
    auto driver = annSpeaks();
    wire::SessionConfig forced;
    forced.toolChoice = wire::FunctionChoice{"look"};
    driver.feed(input::UpdateSettings{forced});
    std::vector<wire::SessionUpdate> updates;
    driver.feed(input::UpdateCast{agentNamed("Ann", "Be brief."), {}});
    CHECK(onlyUpdate(driver, updates).toJson()["tool_choice"] == "auto");
}

TEST_CASE("another voice than the one that was heard is warned of once, not with every later change", "[cast]")
{
    auto driver = annSpeaks();
    driver.server(responseEvent("response.created", "r1"));
    driver.server(audioDelta("r1", "a1", 2400));
    auto ann = agentNamed("Ann", "Be wordy.");
    ann.voice = "cedar";
    driver.feed(input::UpdateCast{ann, {}});
    CHECK(driver.published<Warning>().size() == 1);
    ann.instructions = "Be kind.";
    driver.feed(input::UpdateCast{ann, {}});
    CHECK(driver.published<Warning>().empty());
    CHECK(driver.sent<wire::SessionUpdate>().size() == 1);
}

TEST_CASE("a handoff to somebody who left the cast meanwhile is refused, and the agent goes on", "[cast]")
{
    SessionSettings settings;
    settings.agent = agentNamed("Ann", "Be brief.");
    settings.agent.handoffs = {Handoff::toNamed("Bob")};
    settings.agent.handoffs[0].onHandoff = [](const Json&) { return std::optional<Error>(); };
    settings.cast = {agentNamed("Bob", "I am Bob.")};
    Driver driver(settings);
    driver.becomeReady();
    driver.server(responseEvent("response.created", "r1"));
    driver.server({{"type", "response.output_item.done"},
                   {"response_id", "r1"},
                   {"item",
                    {{"id", "i1"},
                     {"type", "function_call"},
                     {"status", "completed"},
                     {"call_id", "c1"},
                     {"name", "transfer_to_bob"},
                     {"arguments", "{}"}}}});
    REQUIRE(driver.last.startTools.size() == 1);
    const auto job = driver.last.startTools[0].id;
    driver.feed(input::UpdateCast{agentNamed("Ann", "Be brief."), {}});
    driver.feed(input::ToolFinished{job, ToolOutput::of("done")});
    CHECK(driver.core.currentAgent().name == "Ann");
    const auto outputs = driver.sent<wire::ItemCreate>();
    REQUIRE(outputs.size() == 1);
    CHECK(outputs[0].item.rest.value("output", "").find("not there any more") != std::string::npos);
}

TEST_CASE("words that are taken away from the agent who speaks are taken back", "[cast]")
{
    auto driver = annSpeaks();
    std::vector<wire::SessionUpdate> updates;
    driver.feed(input::UpdateCast{agentNamed("Ann", ""), {}});
    CHECK(onlyUpdate(driver, updates).instructions == "");
}

TEST_CASE("what was asked of the session since its agent took over outlasts another cast", "[cast]")
{
    auto driver = annSpeaks();
    wire::SessionConfig asked;
    asked.instructions = "Be kind.";
    driver.feed(input::UpdateSettings{asked});
    std::vector<wire::SessionUpdate> updates;
    driver.feed(input::UpdateCast{agentNamed("Ann", "Be wordy."), {}});
    CHECK(onlyUpdate(driver, updates).instructions == "Be kind.");
}

TEST_CASE("whom a handoff may lead to changes with the cast", "[cast]")
{
    auto driver = annSpeaks();
    auto ann = agentNamed("Ann", "Be brief.");
    ann.handoffs = {Handoff::toNamed("Bob")};
    std::vector<wire::SessionUpdate> updates;
    driver.feed(input::UpdateCast{ann, {agentNamed("Bob", "I am Bob.")}});
    CHECK(onlyUpdate(driver, updates).tools->size() == 1);
    driver.feed(input::UpdateCast{ann, {}});
    CHECK(driver.sent<wire::SessionUpdate>().empty());
    CHECK(driver.published<ErrorEvent>().size() == 1);
    CHECK(driver.core.currentAgent().handoffs.size() == 1);
}

TEST_CASE("where the cast has nobody of the speaker's name, its first agent takes over", "[cast]")
{
    auto driver = annSpeaks();
    driver.feed(input::UpdateCast{agentNamed("Eve", "I am Eve."), {agentNamed("Bob", "I am Bob.")}});
    REQUIRE(driver.published<HandoffEvent>().size() == 1);
    CHECK(driver.core.currentAgent().name == "Eve");
}

TEST_CASE("another cast before there is a session is what the session begins with", "[cast]")
{
    SessionSettings settings;
    settings.agent = agentNamed("Ann", "Be brief.");
    Driver driver(settings);
    driver.feed(input::UpdateCast{agentNamed("Ann", "Be wordy."), {}});
    CHECK(driver.last.send.empty());
    driver.becomeReady();
    CHECK(driver.core.currentAgent().instructions == "Be wordy.");
}
