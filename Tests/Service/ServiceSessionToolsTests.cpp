// SPDX-License-Identifier: Apache-2.0
#include "SessionDriver.h"

using namespace parley;
using namespace parley::service;

namespace
{

Json weatherTool()
{
    return {{"type", "function"}, {"name", "get_weather"}, {"parameters", {{"type", "object"}}}};
}

} // namespace

TEST_CASE("a session gives back the tools it was given, and an empty list takes them away")
{
    SessionDriver driver;
    driver.update({{"tools", Json::array({weatherTool()})}, {"tool_choice", "required"}});
    CHECK(driver.last("session.updated").at("session").at("tools") == Json::array({weatherTool()}));
    driver.say("hello");
    driver.send({{"type", "response.create"}});
    CHECK(driver.requests.back().tools == Json::array({weatherTool()}));
    CHECK(driver.requests.back().toolChoice == "required");
    driver.update({{"tools", Json::array()}});
    CHECK(driver.last("session.updated").at("session").at("tools") == Json::array());
}

TEST_CASE("a function call is an item with its arguments, and nothing is spoken")
{
    SessionDriver driver;
    driver.say("weather");
    driver.calls = {{"get_weather", R"({"city":"Rome"})"}};
    driver.takeTypes();
    driver.send({{"type", "response.create"}});
    const auto done = driver.last("response.done").at("response");
    const auto arguments = driver.last("response.function_call_arguments.done");
    CHECK(arguments.at("arguments") == R"({"city":"Rome"})");
    CHECK(arguments.at("name") == "get_weather");
    CHECK(done.at("status") == "completed");
    CHECK(done.at("output").at(0).at("call_id") == arguments.at("call_id"));
    CHECK(driver.takeTypes() ==
          std::vector<std::string>{"response.created", "response.output_item.added", "conversation.item.added",
                                   "response.function_call_arguments.delta", "response.function_call_arguments.done",
                                   "conversation.item.done", "response.output_item.done", "response.done"});
}

TEST_CASE("two calls of one response are two items, each at its own index")
{
    SessionDriver driver;
    driver.say("weather");
    driver.calls = {{"one", "{}"}, {"two", "{}"}};
    driver.send({{"type", "response.create"}});
    const auto added = driver.all("response.output_item.added");
    REQUIRE(added.size() == 2);
    CHECK(added[0].at("output_index") == 0);
    CHECK(added[1].at("output_index") == 1);
    CHECK(driver.last("response.done").at("response").at("output").size() == 2);
}

TEST_CASE("outputs reach the answerer in the order of their calls, whichever came first")
{
    SessionDriver driver;
    driver.say("weather");
    driver.calls = {{"one", "{}"}, {"two", "{}"}};
    driver.send({{"type", "response.create"}});
    const auto calls = driver.last("response.done").at("response").at("output");
    for (const auto* which : {"1", "0"})
        driver.addOutput(calls.at(std::stoul(which)).at("call_id"), which);
    driver.send({{"type", "response.create"}});
    CHECK(driver.requests.back().toolOutput == "0 1");
}

TEST_CASE("the outputs of all functions reach the answerer together, until something is said")
{
    SessionDriver driver;
    driver.say("weather");
    driver.addCall("c");
    for (const auto* output : {"Sunny.", "Warm."})
        driver.addOutput("c", output);
    driver.send({{"type", "response.create"}});
    CHECK(driver.requests.back().toolOutput == "Sunny. Warm.");
    driver.send({{"type", "response.create"},
                 {"response", {{"tool_choice", "none"}, {"tools", Json::array({weatherTool()})}}}});
    CHECK(driver.requests.back().toolOutput.empty());
    CHECK(driver.requests.back().toolChoice == "none");
    CHECK(driver.requests.back().tools.size() == 1);
}
