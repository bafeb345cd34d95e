// SPDX-License-Identifier: Apache-2.0
#include "Service/ChatItems.h"

#include <catch2/catch.hpp>

using namespace parley::service;

namespace
{

ConversationItem message(const char* role, Json content)
{
    ConversationItem item;
    item.json = {{"type", "message"}, {"role", role}, {"content", std::move(content)}};
    return item;
}

ConversationItem text(const char* role, const std::string& words)
{
    return message(role, Json::array({Json{{"type", "input_text"}, {"text", words}}}));
}

ConversationItem call(const char* id, const char* name)
{
    ConversationItem item;
    item.json = {{"type", "function_call"}, {"call_id", id}, {"name", name}, {"arguments", "{}"}};
    return item;
}

ConversationItem output(const char* id, const char* words)
{
    ConversationItem item;
    item.json = {{"type", "function_call_output"}, {"call_id", id}, {"output", words}};
    return item;
}

Json toolCall(const char* id, const char* name)
{
    return {{"id", id}, {"type", "function"}, {"function", {{"name", name}, {"arguments", "{}"}}}};
}

} // namespace

TEST_CASE("what was said becomes messages, and what was not understood says so")
{
    auto heard = message("user", Json::array({Json{{"type", "input_audio"}, {"transcript", nullptr}}}));
    auto unheard = heard;
    heard.heard = "turn left";
    const auto unspoken = message("assistant", Json::array({Json{{"type", "output_audio"}}}));
    CHECK(chatMessages({text("system", "Be kind."), heard, text("assistant", "Left."), unspoken, unheard}) ==
          Json::array(
              {Json{{"role", "system"}, {"content", "Be kind."}}, Json{{"role", "user"}, {"content", "turn left"}},
               Json{{"role", "assistant"}, {"content", "Left."}}, Json{{"role", "user"}, {"content", "[inaudible]"}}}));
}

TEST_CASE("calls in a row are one message, their outputs behind it in their order")
{
    const auto messages = chatMessages({text("user", "Both."), call("c1", "one"), call("c2", "two"), output("c2", "2"),
                                        output("c1", "1"), text("user", "Thanks.")});
    CHECK(messages == Json::array({Json{{"role", "user"}, {"content", "Both."}},
                                   Json{{"role", "assistant"},
                                        {"content", nullptr},
                                        {"tool_calls", Json::array({toolCall("c1", "one"), toolCall("c2", "two")})}},
                                   Json{{"role", "tool"}, {"tool_call_id", "c1"}, {"content", "1"}},
                                   Json{{"role", "tool"}, {"tool_call_id", "c2"}, {"content", "2"}},
                                   Json{{"role", "user"}, {"content", "Thanks."}}}));
}

TEST_CASE("what is said beside a call goes with it, so that the output comes last")
{
    const auto messages = chatMessages(
        {text("user", "Look."), call("c1", "look"), text("assistant", "Let me see."), output("c1", "A door.")});
    CHECK(messages == Json::array({Json{{"role", "user"}, {"content", "Look."}},
                                   Json{{"role", "assistant"},
                                        {"content", "Let me see."},
                                        {"tool_calls", Json::array({toolCall("c1", "look")})}},
                                   Json{{"role", "tool"}, {"tool_call_id", "c1"}, {"content", "A door."}}}));
}

TEST_CASE("a call behind an output is a step of its own")
{
    const auto messages = chatMessages({call("c1", "one"), output("c1", "1"), call("c2", "two"), output("c2", "2")});
    REQUIRE(messages.size() == 4);
    CHECK(messages.at(0).at("tool_calls") == Json::array({toolCall("c1", "one")}));
    CHECK(messages.at(2).at("tool_calls") == Json::array({toolCall("c2", "two")}));
}

TEST_CASE("a call without an output and an output without its call are left out")
{
    CHECK(chatMessages({call("c1", "one"), output("c2", "2"), text("user", "Go on.")}) ==
          Json::array({Json{{"role", "user"}, {"content", "Go on."}}}));
}

TEST_CASE("an image goes with its words")
{
    const Json image = {{"type", "input_image"}, {"image_url", "data:image/png;base64,AAAA"}};
    const Json words = {{"type", "input_text"}, {"text", "What is it?"}};
    const Json content = chatMessages({message("user", Json::array({words, image}))}).at(0).at("content");
    CHECK(content ==
          Json::array({Json{{"type", "text"}, {"text", "What is it?"}},
                       Json{{"type", "image_url"}, {"image_url", {{"url", "data:image/png;base64,AAAA"}}}}}));
}
