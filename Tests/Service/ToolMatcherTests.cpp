// SPDX-License-Identifier: Apache-2.0
#include "Service/RuleAnswerer.h"
#include "Service/ToolMatcher.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::service;
using wire::Json;

namespace
{

Json function(const char* name, const char* description = "", Json properties = Json::object(),
              Json required = Json::array())
{
    return {{"type", "function"},
            {"name", name},
            {"description", description},
            {"parameters", {{"type", "object"}, {"properties", properties}, {"required", required}}}};
}

std::string called(const std::string& said, const Json& tools, const Json& choice = "auto", bool parallel = true)
{
    AnswerRequest request;
    request.tools = tools;
    request.toolChoice = choice;
    request.parallelToolCalls = parallel;
    std::string names;
    for (const auto& call : matchTools(request, said))
        names += (names.empty() ? "" : " ") + call.name;
    return names;
}

const Json& tools()
{
    static const Json all = {function("get_weather"),
                             function("setVolume", "Makes the sound louder or quieter."),
                             function("transfer_to_tech_support"),
                             {{"type", "mcp"}, {"server_label", "docs"}}};
    return all;
}

} // namespace

TEST_CASE("a function is called when the line has its name's words or two of its description")
{
    CHECK(called("What is the weather like?", tools()) == "get_weather");
    CHECK(called("Turn the volume up", tools()) == "setVolume");
    CHECK(called("make the sound louder", tools()) == "setVolume");
    CHECK(called("a louder one", tools()).empty());
    CHECK(called("Hello", tools()).empty());
}

TEST_CASE("a handoff wants a word such as transfer before the name")
{
    CHECK(called("Please transfer me to tech support", tools()) == "transfer_to_tech_support");
    CHECK(called("Can I talk to technical support", tools()).empty());
    CHECK(called("tech support is slow", tools()).empty());
    CHECK(called("tech support, transfer", tools()).empty());
}

TEST_CASE("several functions are called in the session's order, or one where that is not allowed")
{
    CHECK(called("volume and weather", tools()) == "get_weather setVolume");
    CHECK(called("volume and weather", tools(), "auto", false) == "get_weather");
}

TEST_CASE("the tool choice is honoured")
{
    CHECK(called("weather", tools(), "none").empty());
    CHECK(called("weather", tools(), "required") == "get_weather");
    CHECK(called("hello", tools(), "required") == "get_weather");
    CHECK(called("weather", tools(), {{"type", "function"}, {"name", "setVolume"}}) == "setVolume");
}

TEST_CASE("an answerer calls a function, and speaks of its output when it has one")
{
    RuleAnswerer answerer;
    AnswerRequest request;
    request.turns = {{wire::Role::user, "the weather in Rome"}};
    request.tools = Json::array({function("get_weather", "", {{"city", {{"type", "string"}}}})});
    const auto calls = answerer.answer(request).value().calls;
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].arguments == R"({"city":"Rome"})");
    request.toolOutput = "It is sunny.";
    CHECK(answerer.answer(request).value().text == "It is sunny.");
    request.turns.push_back({wire::Role::system, "A guardrail stopped the last answer."});
    request.toolOutput.clear();
    request.tools = Json::array();
    CHECK(answerer.answer(request).value().text == "I am sorry, I will not say that.");
}
