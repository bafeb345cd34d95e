// SPDX-License-Identifier: Apache-2.0
#include "ChatBodies.h"

using namespace parley;
using namespace parley::service;

namespace
{

ChatRequest accepted(const Json& changes)
{
    const auto read = readBody(changes);
    REQUIRE(std::holds_alternative<ChatRequest>(read));
    return std::get<ChatRequest>(read);
}

std::string faultyField(const Json& changes)
{
    return faultOf(changes).at("param").get<std::string>();
}

Json named(const std::string& function)
{
    return {{"type", "function"}, {"function", {{"name", function}}}};
}

Json withTools(Json choice)
{
    return {{"tools", Json::array({weather(), functionWith("set_volume", Json::object(), Json::array())})},
            {"tool_choice", std::move(choice)}};
}

Json allowing(const std::string& mode, const std::string& function)
{
    return {{"type", "allowed_tools"}, {"allowed_tools", {{"mode", mode}, {"tools", Json::array({named(function)})}}}};
}

Json format(Json changes)
{
    auto made = tripFormat();
    made.merge_patch(changes);
    return {{"response_format", made}};
}

} // namespace

TEST_CASE("a chat that is wrong is refused with the field that is wrong")
{
    CHECK(faultyField({{"messages", Json::array()}}) == "messages");
    CHECK(faultyField({{"messages", Json::array({message("robot", "x")})}}) == "messages[0].role");
    CHECK(faultyField({{"messages", Json::array({message("user", nullptr)})}}) == "messages[0].content");
    CHECK(faultyField({{"n", 2}}) == "n");
    CHECK(faultOf({{"stream", "yes"}}).at("code") == "invalid_type");
    CHECK(faultyField({{"tools", Json::array({Json{{"type", "function"}, {"function", "f"}}})}}) ==
          "tools[0].function");
    CHECK(std::holds_alternative<ChatRequest>(readBody({{"temperature", 0.2}, {"seed", 1}})));
}

TEST_CASE("a model that nobody knows is not found")
{
    const auto read = readBody({{"model", "no-such-model"}});
    CHECK(std::get<PlainAnswer>(read).status == 404);
    CHECK(Json::parse(std::get<PlainAnswer>(read).body).at("error").at("code") == "model_not_found");
}

TEST_CASE("the output of a function without its call is refused")
{
    const auto user = message("user", "Hello");
    const auto fault = faultOf({{"messages", Json::array({user, outputOf("one", "x")})}});
    CHECK(fault.at("message") == "Invalid parameter: messages with role 'tool' must be a response to a preceeding "
                                 "message with 'tool_calls'.");
    CHECK(fault.at("param") == "messages.[1].role");
    CHECK(fault.at("code").is_null());
    CHECK(faultyField({{"messages", Json::array({user, calling({"one"}), outputOf("one", "x"), user,
                                                 outputOf("one", "x")})}}) == "messages.[4].role");
    CHECK(faultyField({{"messages", Json::array({user, calling({"one"}), outputOf("two", "x")})}}) ==
          "messages.[2].role");
}

TEST_CASE("calls without their outputs right behind them are refused, with their ids")
{
    const auto user = message("user", "Hello");
    const auto fault = faultOf({{"messages", Json::array({user, calling({"b", "c", "a"}), outputOf("c", "x"), user})}});
    CHECK(fault.at("message") ==
          "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
          "'tool_call_id'. The following tool_call_ids did not have response messages: b, a");
    CHECK(fault.at("param") == "messages");
    CHECK(faultyField({{"messages", Json::array({user, calling({"one"})})}}) == "messages");
    auto odd = message("assistant", "x");
    odd["tool_calls"] = "none";
    CHECK(faultyField({{"messages", Json::array({user, odd})}}) == "messages[1].tool_calls");
    accepted({{"messages", Json::array({user, calling({"one"}), outputOf("one", "x"), user})}});
}

TEST_CASE("a tool choice of what is not offered is refused")
{
    const auto fault = faultOf(withTools(named("get_time")));
    CHECK(fault.at("message") == "Tool choice 'get_time' not found in 'tools' parameter.");
    CHECK(fault.at("param") == "tool_choice");
    CHECK(faultyField(withTools(allowing("auto", "get_time"))) == "tool_choice");
    CHECK(faultyField({{"tool_choice", "required"}}) == "tool_choice");
    CHECK(faultyField({{"tool_choice", named("get_weather")}}) == "tool_choice");
    CHECK(faultyField(withTools({{"type", "function"}, {"name", "get_weather"}})) == "tool_choice.name");
    CHECK(faultyField(withTools(allowing("never", "get_weather"))) == "tool_choice.allowed_tools.mode");
    CHECK(accepted({{"tool_choice", "auto"}}).question.tools.empty());
    CHECK(accepted(withTools(nullptr)).question.toolChoice == "auto");
}

TEST_CASE("of allowed tools those that it names are offered, in its mode")
{
    const auto question = accepted(withTools(allowing("required", "set_volume"))).question;
    CHECK(question.toolChoice == "required");
    REQUIRE(question.tools.size() == 1);
    CHECK(question.tools[0].at("name") == "set_volume");
    CHECK(accepted(withTools(named("set_volume"))).question.tools.size() == 2);
}

TEST_CASE("a response format is kept for the answer, but that of plain text")
{
    CHECK(accepted({{"response_format", tripFormat()}}).question.responseFormat == tripFormat());
    CHECK(accepted({{"response_format", {{"type", "text"}}}}).question.responseFormat.is_null());
    CHECK(accepted({{"response_format", nullptr}}).question.responseFormat.is_null());
}

TEST_CASE("a response format of a wrong shape is refused with its field")
{
    CHECK(faultyField({{"response_format", "json"}}) == "response_format");
    CHECK(faultyField({{"response_format", Json::object()}}) == "response_format.type");
    CHECK(faultyField({{"response_format", {{"type", "xml"}}}}) == "response_format.type");
    CHECK(faultyField({{"response_format", {{"type", "json_schema"}}}}) == "response_format.json_schema");
    CHECK(faultyField(format({{"json_schema", {{"name", nullptr}}}})) == "response_format.json_schema.name");
    CHECK(faultyField(format({{"json_schema", {{"name", "my trip"}}}})) == "response_format.json_schema.name");
    CHECK(faultyField(format({{"json_schema", {{"schema", "object"}}}})) == "response_format.json_schema.schema");
    CHECK(faultOf(format({{"json_schema", {{"schema", {{"type", "array"}}}}}})).at("message") ==
          "Invalid schema for response_format 'made': schema must be a JSON Schema of 'type: \"object\"', got "
          "'type: \"array\"'.");
}
