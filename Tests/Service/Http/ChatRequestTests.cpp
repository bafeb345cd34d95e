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

Json named(Json function)
{
    return {{"type", "function"}, {"function", {{"name", std::move(function)}}}};
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

Json format(const Json& changes)
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
    CHECK(faultyField({{"tools", Json::array({Json{{"type", "custom"}, {"custom", Json::object()}}})}}) ==
          "tools[0].function");
    CHECK(faultyField({{"tools", Json::array({weather(), named(nullptr)})}}) == "tools[1].function.name");
    CHECK(faultOf({{"tools", Json::array({Json{{"type", "function"}, {"function", Json::object()}}})}}).at("message") ==
          "Missing required parameter: 'tools[0].function.name'.");
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

TEST_CASE("calls with the id of another in their message are refused")
{
    const auto user = message("user", "Hello");
    const auto fault =
        faultOf({{"messages", Json::array({user, calling({"a", "b", "a"}), outputOf("a", "x"), outputOf("b", "x")})}});
    CHECK(fault.at("message") == "Invalid 'messages.[1].tool_calls': give each call an 'id' of its own.");
    CHECK(fault.at("param") == "messages.[1].tool_calls");
    accepted(
        {{"messages", Json::array({user, calling({"a"}), outputOf("a", "x"), calling({"a"}), outputOf("a", "y")})}});
}

TEST_CASE("a message has at most 128 calls")
{
    std::vector<std::string> ids;
    auto messages = Json::array({message("user", "Hello"), nullptr});
    for (int i = 0; i < 128; ++i)
    {
        ids.push_back(std::to_string(i));
        messages.push_back(outputOf(ids.back(), "x"));
    }
    messages[1] = calling(ids);
    accepted({{"messages", messages}});
    ids.emplace_back("another");
    messages[1] = calling(ids);
    CHECK(faultOf({{"messages", messages}}).at("code") == "array_above_max_length");
    CHECK(faultyField({{"messages", messages}}) == "messages.[1].tool_calls");
}

TEST_CASE("the outputs of tools stand in the order of their calls")
{
    const auto read =
        accepted({{"messages", Json::array({message("user", "Hello"), calling({"b", "c", "a"}), outputOf("a", "third"),
                                            outputOf("b", "first"), outputOf("c", "second")})}});
    CHECK(read.question.toolOutput == "first second third");
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
