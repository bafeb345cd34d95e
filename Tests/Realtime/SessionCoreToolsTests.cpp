// SPDX-License-Identifier: Apache-2.0
#include "Realtime/CoreDriver.h"

using namespace parley;
using namespace parley::test;

namespace
{

Tool named(const std::string& name)
{
    Tool tool;
    tool.name = name;
    tool.run = [](const ToolCall&) -> Result<ToolOutput> { return ToolOutput::of("unused: the core runs nothing"); };
    return tool;
}

SessionSettings withTools(std::vector<Tool> tools)
{
    SessionSettings settings;
    settings.agent.name = "Ann";
    settings.agent.tools = std::move(tools);
    return settings;
}

Json call(const char* response, const char* callId, const char* name, const char* arguments = "{}",
          const char* status = "completed")
{
    return {{"type", "response.output_item.done"},
            {"response_id", response},
            {"item",
             {{"id", std::string("item_") + callId},
              {"type", "function_call"},
              {"status", status},
              {"call_id", callId},
              {"name", name},
              {"arguments", arguments}}}};
}

std::string outputIn(const Driver& driver)
{
    const auto created = driver.sent<wire::ItemCreate>();
    return created.size() == 1 ? created[0].item.rest.value("output", std::string()) : "not one output";
}

Driver ready(std::vector<Tool> tools)
{
    Driver driver(withTools(std::move(tools)));
    driver.becomeReady();
    driver.server(responseEvent("response.created", "r1"));
    return driver;
}

Driver readyToHandOff(Agent to, Handoff handoff = Handoff::toNamed("Bob"))
{
    auto settings = withTools({named("look")});
    settings.agent.voice = "marin";
    settings.agent.handoffs = {std::move(handoff)};
    settings.cast = {std::move(to)};
    Driver driver(settings);
    driver.becomeReady();
    driver.server(responseEvent("response.created", "r1"));
    return driver;
}

Agent bob()
{
    Agent agent;
    agent.name = "Bob";
    agent.instructions = "Be Bob.";
    agent.voice = "cedar";
    return agent;
}

} // namespace

TEST_CASE("a completed call starts its tool, and its output asks for one answer after the response")
{
    auto driver = ready({named("look")});
    driver.server(call("r1", "c1", "look", R"({"at":"sky"})"));
    REQUIRE(driver.last.startTools.size() == 1);
    const auto job = driver.last.startTools[0];
    CHECK(job.call.arguments == Json{{"at", "sky"}});
    CHECK(job.call.agent == "Ann");
    CHECK(driver.published<ToolStarted>().size() == 1);
    driver.feed(input::ToolFinished{job.id, ToolOutput::of("blue")});
    CHECK(outputIn(driver) == "blue");
    CHECK(driver.published<ToolEnded>().size() == 1);
    CHECK(driver.sent<wire::ResponseCreate>().empty());
    driver.server(responseEvent("response.done", "r1", "completed"));
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
}

TEST_CASE("a call that is not completed, one that came before and a mere end of arguments start nothing")
{
    auto driver = ready({named("look")});
    driver.server(call("r1", "c1", "look", "{}", "incomplete"));
    CHECK(driver.last.startTools.empty());
    driver.server({{"type", "response.function_call_arguments.done"},
                   {"response_id", "r1"},
                   {"call_id", "c1"},
                   {"name", "look"},
                   {"arguments", "{}"}});
    CHECK(driver.last.startTools.empty());
    driver.server(call("r1", "c1", "look"));
    CHECK(driver.last.startTools.size() == 1);
    driver.server(call("r1", "c1", "look"));
    CHECK(driver.last.startTools.empty());
    CHECK(driver.last.send.empty());
}

TEST_CASE("every call that cannot run still has an output for the model")
{
    struct Case
    {
        const char* name;
        const char* arguments;
        const char* output;
    };
    auto disabled = named("off");
    disabled.isEnabled = [] { return false; };
    const auto& one =
        GENERATE(Case{"nothing", "{}", "Error: there is no tool named 'nothing'. Use only the tools you were given."},
                 Case{"off", "{}", "Error: the tool 'off' is not available now."},
                 Case{"look", "{broken",
                      "Error: the arguments of 'look' are not a JSON object. Call it again with valid "
                      "arguments."},
                 Case{"look", "[1]",
                      "Error: the arguments of 'look' are not a JSON object. Call it again with valid "
                      "arguments."});
    auto driver = ready({named("look"), disabled});
    driver.server(call("r1", "c1", one.name, one.arguments));
    CHECK(driver.last.startTools.empty());
    CHECK(outputIn(driver) == one.output);
    REQUIRE(driver.published<ToolEnded>().size() == 1);
    CHECK(driver.published<ToolEnded>()[0].isError);
    driver.server(responseEvent("response.done", "r1", "completed"));
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
}

TEST_CASE("all outputs of one response go out before one request for an answer")
{
    auto driver = ready({named("look"), named("hear")});
    driver.server(call("r1", "c1", "look"));
    const auto first = driver.last.startTools.at(0).id;
    driver.server(call("r1", "c2", "hear"));
    const auto second = driver.last.startTools.at(0).id;
    driver.server(responseEvent("response.done", "r1", "completed"));
    CHECK(driver.sent<wire::ResponseCreate>().empty());
    driver.feed(input::ToolFinished{second, ToolOutput::of("two")});
    CHECK(driver.sent<wire::ResponseCreate>().empty());
    driver.feed(input::ToolFinished{first, ToolOutput::of("one")});
    REQUIRE(driver.last.send.size() == 2);
    CHECK(std::holds_alternative<wire::ItemCreate>(driver.last.send[0].body));
    CHECK(std::holds_alternative<wire::ResponseCreate>(driver.last.send[1].body));
}

TEST_CASE("an output in the background is told, and no answer is asked for")
{
    auto driver = ready({named("look")});
    driver.server(call("r1", "c1", "look"));
    const auto job = driver.last.startTools.at(0).id;
    driver.server(responseEvent("response.done", "r1", "completed"));
    driver.feed(input::ToolFinished{job, ToolOutput::background("noted")});
    CHECK(outputIn(driver) == "noted");
    CHECK(driver.sent<wire::ResponseCreate>().empty());
}

TEST_CASE("at its deadline a call is answered and its tool stopped; the late result is dropped")
{
    auto slow = named("slow");
    slow.deadline = 2500ms;
    auto driver = ready({slow});
    driver.server(call("r1", "c1", "slow"));
    const auto job = driver.last.startTools.at(0).id;
    CHECK(driver.core.nextDeadline() == driver.now + 2500ms);
    driver.now += 2500ms;
    driver.feed(input::TimePassed{});
    CHECK(outputIn(driver) == "Tool 'slow' timed out after 2.5 s.");
    CHECK(driver.last.stopTools == std::vector<std::uint64_t>{job});
    driver.feed(input::ToolFinished{job, ToolOutput::of("late")});
    CHECK(driver.last.send.empty());
    CHECK(driver.core.lateToolResults() == 1);
}

TEST_CASE("calls of an interrupted response do not run, and ask for nothing")
{
    auto driver = ready({named("look")});
    driver.feed(input::Interrupt{});
    driver.server(call("r1", "c1", "look"));
    CHECK(driver.last.startTools.empty());
    CHECK(outputIn(driver) == "The tool 'look' was not run, because the answer was interrupted.");
    driver.server(responseEvent("response.done", "r1", "cancelled"));
    CHECK(driver.sent<wire::ResponseCreate>().empty());
}

TEST_CASE("the end of the session stops the tools that run")
{
    auto driver = ready({named("look")});
    driver.server(call("r1", "c1", "look"));
    const auto job = driver.last.startTools.at(0).id;
    driver.feed(input::TransportClosed{{ErrorCode::cancelled, "Closed.", {}}});
    CHECK(driver.last.stopTools == std::vector<std::uint64_t>{job});
}

TEST_CASE("an approval is asked for, and each decision may hold for good")
{
    auto guarded = named("pay");
    guarded.needsApproval = [](const ToolCall&) { return true; };
    auto driver = ready({guarded});
    const auto askAbout = [&](const char* callId)
    {
        driver.server(call("r1", callId, "pay"));
        REQUIRE(driver.last.startTools.size() == 1);
        CHECK(driver.last.startTools[0].kind == ToolJob::Kind::ask);
        CHECK(driver.published<ToolStarted>().empty());
        driver.feed(input::ToolFinished{driver.last.startTools[0].id, NeedsApproval{}});
    };
    askAbout("c1");
    CHECK(driver.published<ToolApprovalRequired>().size() == 1);
    driver.feed(input::RejectTool{"c1", false, {}});
    CHECK(outputIn(driver) == "Tool execution was not approved.");
    askAbout("c2");
    driver.feed(input::RejectTool{"c2", true, "Never."});
    CHECK(outputIn(driver) == "Never.");
    askAbout("c3");
    CHECK(driver.published<ToolApprovalRequired>().empty());
    CHECK(outputIn(driver) == "Never.");
    driver.feed(input::ApproveTool{"c3", false});
    CHECK(driver.published<Warning>().size() == 1);
}

TEST_CASE("an approved call runs, and so does every later one when that was the word")
{
    auto guarded = named("pay");
    guarded.needsApproval = [](const ToolCall&) { return true; };
    auto driver = ready({guarded});
    driver.server(call("r1", "c1", "pay"));
    driver.feed(input::ToolFinished{driver.last.startTools.at(0).id, NeedsApproval{}});
    driver.feed(input::ApproveTool{"c1", true});
    REQUIRE(driver.last.startTools.size() == 1);
    CHECK(driver.last.startTools[0].kind == ToolJob::Kind::run);
    CHECK(driver.published<ToolStarted>().size() == 1);
    driver.server(call("r1", "c2", "pay"));
    driver.feed(input::ToolFinished{driver.last.startTools.at(0).id, NeedsApproval{}});
    CHECK(driver.published<ToolApprovalRequired>().empty());
    REQUIRE(driver.last.startTools.size() == 1);
    CHECK(driver.last.startTools[0].kind == ToolJob::Kind::run);
}

TEST_CASE("a predicate never sees arguments that are no object")
{
    auto guarded = named("pay");
    guarded.needsApproval = [](const ToolCall&) { return true; };
    auto driver = ready({guarded});
    driver.server(call("r1", "c1", "pay", "\"all of it\""));
    CHECK(driver.last.startTools.empty());
}

TEST_CASE("a handoff sends the new agent's settings before its output, with the audio format and an empty tool list")
{
    auto driver = readyToHandOff(bob());
    driver.server(call("r1", "c1", "transfer_to_BOB"));
    REQUIRE(driver.last.send.size() == 2);
    const auto update = driver.sent<wire::SessionUpdate>().at(0).session.toJson();
    CHECK(std::holds_alternative<wire::SessionUpdate>(driver.last.send[0].body));
    CHECK(update["instructions"] == "Be Bob.");
    CHECK(update["tools"] == Json::array());
    CHECK(update["audio"]["output"]["format"] == Json{{"type", "audio/pcm"}, {"rate", 24000}});
    CHECK(update["audio"]["output"]["voice"] == "cedar");
    CHECK(outputIn(driver) == "Handoff complete. You are now connected to Bob.");
    REQUIRE(driver.published<HandoffEvent>().size() == 1);
    CHECK(driver.published<HandoffEvent>()[0].to == "Bob");
    CHECK(driver.core.currentAgent().name == "Bob");
    driver.server(responseEvent("response.done", "r1", "completed"));
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
    CHECK(driver.published<TurnEnded>().at(0).agent == "Ann");
}

TEST_CASE("a voice that was heard stays after a handoff, with a warning")
{
    auto driver = readyToHandOff(bob());
    driver.server(audioDelta("r1", "a1", 2400));
    driver.server(call("r1", "c1", "transfer_to_bob"));
    const auto update = driver.sent<wire::SessionUpdate>().at(0).session.toJson();
    CHECK_FALSE(update["audio"]["output"].contains("voice"));
    CHECK(driver.published<Warning>().size() == 1);
}

TEST_CASE("a sibling call of the response that handed off still finds its own agent's tool")
{
    auto driver = readyToHandOff(bob());
    driver.server(call("r1", "c1", "transfer_to_bob"));
    driver.server(call("r1", "c2", "look"));
    CHECK(driver.last.startTools.size() == 1);
    driver.server(call("r1", "c3", "transfer_to_bob"));
    CHECK(driver.published<HandoffEvent>().empty());
    CHECK(outputIn(driver).find("only one handoff") != std::string::npos);
}

TEST_CASE("the function of a handoff is asked first, and its error keeps the agent")
{
    auto handoff = Handoff::toNamed("Bob");
    handoff.onHandoff = [](const Json&) { return std::optional<Error>(); };
    handoff.newAgentSpeaksFirst = false;
    auto driver = readyToHandOff(bob(), handoff);
    driver.server(call("r1", "c1", "transfer_to_bob", R"({"reason":"x"})"));
    REQUIRE(driver.last.startTools.size() == 1);
    CHECK(driver.last.startTools[0].call.arguments == Json{{"reason", "x"}});
    driver.feed(
        input::ToolFinished{driver.last.startTools[0].id, Error{ErrorCode::requestRejected, "Bob is out.", {}}});
    CHECK(outputIn(driver) == "Bob is out.");
    CHECK(driver.core.currentAgent().name == "Ann");
    driver.server(call("r1", "c2", "transfer_to_bob"));
    driver.feed(input::ToolFinished{driver.last.startTools.at(0).id, ToolOutput::background("done")});
    CHECK(driver.core.currentAgent().name == "Bob");
}

TEST_CASE("a forced choice is set free by the call that it forced")
{
    auto settings = withTools({named("look")});
    settings.session.toolChoice = wire::FunctionChoice{"look"};
    Driver driver(settings);
    driver.becomeReady();
    driver.server(responseEvent("response.created", "r1"));
    driver.server(call("r1", "c1", "look"));
    REQUIRE(driver.sent<wire::SessionUpdate>().size() == 1);
    CHECK(driver.sent<wire::SessionUpdate>()[0].session.toJson()["tool_choice"] == "auto");
}

TEST_CASE("an agent can be replaced, and one with a clash of names cannot take over")
{
    Driver driver(withTools({named("look")}));
    driver.becomeReady();
    driver.feed(input::UpdateAgent{bob()});
    CHECK(driver.sent<wire::SessionUpdate>().size() == 1);
    CHECK(driver.published<HandoffEvent>().size() == 1);
    auto faulty = bob();
    faulty.name = "Eve";
    faulty.tools = {named("same"), named("same")};
    driver.feed(input::UpdateAgent{faulty});
    CHECK(driver.last.send.empty());
    CHECK(driver.published<ErrorEvent>().size() == 1);
    CHECK(driver.core.currentAgent().name == "Bob");
}

TEST_CASE("a clash of names is told before anything is sent, and the session fails")
{
    Driver driver(withTools({named("look"), named("look")}));
    driver.feed(input::Connecting{});
    CHECK(driver.core.state() == ConnectionState::failed);
    REQUIRE(driver.published<ErrorEvent>().size() == 1);
    CHECK(driver.published<ErrorEvent>()[0].error.code == ErrorCode::invalidArgument);
}

TEST_CASE("the greeting is asked for once, and not when the conversation has begun")
{
    auto settings = withTools({});
    settings.agent.greeting = "Good day.";
    Driver driver(settings);
    driver.becomeReady();
    REQUIRE(driver.sent<wire::ResponseCreate>().size() == 1);
    CHECK(driver.sent<wire::ResponseCreate>()[0].response["instructions"] ==
          "Greet the user now. Reply with exactly: Good day.");
    driver.becomeReady();
    CHECK(driver.sent<wire::ResponseCreate>().size() <= 1);
    Driver spoken(settings);
    spoken.feed(input::Connecting{});
    spoken.feed(input::SendMessage{wire::Item::userText("hello")});
    spoken.becomeReady();
    REQUIRE(spoken.sent<wire::ResponseCreate>().size() == 1);
    CHECK_FALSE(spoken.sent<wire::ResponseCreate>()[0].response.contains("instructions"));
}
