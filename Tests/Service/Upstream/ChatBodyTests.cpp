// SPDX-License-Identifier: Apache-2.0
#include "Service/Upstream/ChatBody.h"

#include <catch2/catch.hpp>

using namespace parley::service;
using parley::wire::Json;

namespace
{

const Json question = {{"role", "user"}, {"content", "Hello"}};

} // namespace

TEST_CASE("a chat model is asked with the instructions in front, and without tools where there are none")
{
    AnswerRequest request;
    request.instructions = "Be kind.";
    request.messages.push_back(question);
    CHECK(chatBody("small", request) ==
          Json{{"model", "small"},
               {"stream", true},
               {"messages", Json::array({Json{{"role", "system"}, {"content", "Be kind."}}, question})}});
}

TEST_CASE("functions are offered in the form of a chat, and a forced one by its name")
{
    AnswerRequest request;
    request.messages.push_back(question);
    const Json parameters = {{"type", "object"}};
    request.tools = Json::array({Json{{"type", "function"}, {"name", "look"}, {"parameters", parameters}},
                                 Json{{"type", "mcp"}, {"server_label", "books"}}});
    request.toolChoice = {{"type", "function"}, {"name", "look"}};
    request.parallelToolCalls = false;
    const auto body = chatBody("small", request);
    CHECK(body.at("tools") ==
          Json::array({Json{{"type", "function"}, {"function", {{"name", "look"}, {"parameters", parameters}}}}}));
    CHECK(body.at("tool_choice") == Json{{"type", "function"}, {"function", {{"name", "look"}}}});
    CHECK(body.at("parallel_tool_calls") == false);
    request.toolChoice = {{"type", "mcp"}, {"server_label", "books"}};
    CHECK(chatBody("small", request).at("tool_choice") == "auto");
}

TEST_CASE("a chat model is asked for the form of its answer")
{
    AnswerRequest request;
    request.messages.push_back(question);
    CHECK_FALSE(chatBody("small", request).contains("response_format"));
    request.responseFormat = {{"type", "json_object"}};
    CHECK(chatBody("small", request).at("response_format") == request.responseFormat);
}
