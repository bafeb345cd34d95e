// SPDX-License-Identifier: Apache-2.0
// Tools whose calls the program answers itself, in its own time.
#include "Realtime/CoreDriver.h"

using namespace parley;
using namespace parley::test;

namespace
{

Driver readyWith(Tool tool)
{
    SessionSettings settings;
    settings.agent.name = "Ann";
    settings.agent.tools = {std::move(tool)};
    Driver driver(settings);
    driver.becomeReady();
    driver.server(responseEvent("response.created", "r1"));
    return driver;
}

Tool own()
{
    Tool tool;
    tool.name = "open_door";
    tool.description = "Opens the door.";
    return tool;
}

Json call(const char* callId)
{
    return {{"type", "response.output_item.done"},
            {"response_id", "r1"},
            {"item",
             {{"id", std::string("item_") + callId},
              {"type", "function_call"},
              {"status", "completed"},
              {"call_id", callId},
              {"name", "open_door"},
              {"arguments", R"({"which":"north"})"}}}};
}

std::string outputIn(const Driver& driver)
{
    const auto created = driver.sent<wire::ItemCreate>();
    return created.size() == 1 ? created[0].item.rest.value("output", std::string()) : "not one output";
}

} // namespace

TEST_CASE("a call that the program answers itself runs nothing, and its answer is told when it comes")
{
    auto driver = readyWith(own());
    driver.server(call("c1"));
    CHECK(driver.last.startTools.empty());
    const auto started = driver.published<ToolStarted>();
    REQUIRE(started.size() == 1);
    CHECK(started[0].callId == "c1");
    CHECK(started[0].awaitsAnswer);
    CHECK(started[0].arguments == Json{{"which", "north"}});
    driver.server(responseEvent("response.done", "r1", "completed"));
    CHECK(driver.sent<wire::ResponseCreate>().empty());
    driver.feed(input::AnswerTool{"c1", ToolOutput::of("It is open.")});
    CHECK(outputIn(driver) == "It is open.");
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
    CHECK(driver.published<ToolEnded>().size() == 1);
}

TEST_CASE("an error of the program is told to the model, as that of any tool")
{
    auto driver = readyWith(own());
    driver.server(call("c1"));
    driver.feed(input::AnswerTool{"c1", Error{ErrorCode::requestRejected, "it is stuck", {}}});
    CHECK(outputIn(driver).find("it is stuck") != std::string::npos);
    REQUIRE(driver.published<ToolEnded>().size() == 1);
    CHECK(driver.published<ToolEnded>()[0].isError);
}

TEST_CASE("a second answer, one to nobody's call and one after the deadline are warnings, and nothing is sent")
{
    auto driver = readyWith(own());
    driver.feed(input::AnswerTool{"c9", ToolOutput::of("hello")});
    CHECK(driver.published<Warning>().size() == 1);
    driver.server(call("c1"));
    driver.feed(input::AnswerTool{"c1", ToolOutput::of("It is open.")});
    driver.feed(input::AnswerTool{"c1", ToolOutput::of("It is open.")});
    CHECK(driver.published<Warning>().size() == 1);
    CHECK(driver.last.send.empty());
    driver.server(call("c2"));
    driver.now += own().deadline;
    driver.feed(input::TimePassed{});
    CHECK(outputIn(driver) == "Tool 'open_door' timed out after 30 s.");
    driver.feed(input::AnswerTool{"c2", ToolOutput::of("It is open.")});
    CHECK(driver.published<Warning>().size() == 1);
    CHECK(driver.last.send.empty());
}

TEST_CASE("a call that the program answers itself waits for the user's approval first")
{
    auto guarded = own();
    guarded.needsApproval = [](const ToolCall&) { return true; };
    auto driver = readyWith(guarded);
    driver.server(call("c1"));
    REQUIRE(driver.last.startTools.size() == 1);
    driver.feed(input::ToolFinished{driver.last.startTools[0].id, NeedsApproval{}});
    driver.feed(input::AnswerTool{"c1", ToolOutput::of("too soon")});
    CHECK(driver.published<Warning>().size() == 1);
    driver.feed(input::ApproveTool{"c1", false});
    CHECK(driver.last.startTools.empty());
    CHECK(driver.published<ToolStarted>().size() == 1);
    driver.feed(input::AnswerTool{"c1", ToolOutput::of("It is open.")});
    CHECK(outputIn(driver) == "It is open.");
}
