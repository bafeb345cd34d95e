// SPDX-License-Identifier: Apache-2.0
// What of an item that a client makes is taken, and what is refused as the live service refuses it.
#include "SessionDriver.h"

using namespace parley;
using namespace parley::service;

namespace
{

constexpr auto* pattern = "string does not match pattern. Expected a string that matches the pattern "
                          "'^[a-zA-Z0-9_-]+$'.";

/// A message with one part.
Json message(const std::string& role, const Json& part)
{
    return {{"type", "message"}, {"role", role}, {"content", Json::array({part})}};
}

Json named(const std::string& id)
{
    auto item = message("user", {{"type", "input_text"}, {"text", "Hello"}});
    item["id"] = id;
    return item;
}

Json call(const std::string& callId, const std::string& name = "look")
{
    return {{"type", "function_call"}, {"call_id", callId}, {"name", name}, {"arguments", "{}"}};
}

Json output(const std::string& callId)
{
    return {{"type", "function_call_output"}, {"call_id", callId}, {"output", "blue"}};
}

Json picture(const Json& more)
{
    Json part = {{"type", "input_image"}, {"image_url", "data:image/png;base64,AAAA"}};
    part.update(more);
    return message("user", part);
}

Json spoken(const Json& more)
{
    Json part = {{"type", "output_audio"}, {"transcript", "Hello"}};
    part.update(more);
    return message("assistant", part);
}

void create(SessionDriver& driver, const Json& item)
{
    driver.send({{"type", "conversation.item.create"}, {"event_id", "mine"}, {"item", item}});
}

/// The error that refuses the item; nothing else may come of it.
Json faultOf(SessionDriver& driver, const Json& item)
{
    driver.takeTypes();
    create(driver, item);
    const auto error = driver.lastError();
    CHECK(error.at("type") == "invalid_request_error");
    CHECK(error.at("event_id") == "mine");
    CHECK(driver.takeTypes() == std::vector<std::string>{"error"});
    return error;
}

Json faultOf(const Json& item)
{
    SessionDriver driver;
    return faultOf(driver, item);
}

bool isTaken(const Json& item)
{
    SessionDriver driver;
    create(driver, item);
    return driver.all("error").empty() && driver.all("conversation.item.done").size() == 1;
}

} // namespace

TEST_CASE("speech in an item of the client's is told with a transcript that is not known, or with the client's own")
{
    SessionDriver driver;
    const Json speech = {{"type", "input_audio"}, {"audio", "AAAAAA=="}};
    create(driver, message("user", speech));
    const Json told = Json::array({{{"type", "input_audio"}, {"transcript", nullptr}}});
    for (const auto* type : {"conversation.item.added", "conversation.item.done"})
        CHECK(driver.last(type).at("item").at("content") == told);
    driver.send({{"type", "conversation.item.retrieve"},
                 {"item_id", driver.last("conversation.item.done").at("item").at("id")}});
    CHECK(driver.last("conversation.item.retrieved").at("item").at("content") == told);
    auto known = speech;
    known["transcript"] = "turn left";
    create(driver, message("user", known));
    CHECK(driver.last("conversation.item.done").at("item").at("content").at(0).at("transcript") == "turn left");
}

TEST_CASE("the output of a call that is not in the conversation is refused")
{
    SessionDriver driver;
    const auto fault = faultOf(driver, output("call_nowhere"));
    CHECK(fault.at("code") == "invalid_tool_call_id");
    CHECK(fault.at("message") == "Tool call ID 'call_nowhere' not found in conversation.");
    CHECK(fault.at("param").is_null());
    auto seen = call("call_seen");
    seen["id"] = "seen";
    create(driver, seen);
    create(driver, output("call_seen"));
    CHECK(driver.last("conversation.item.done").at("item").at("output") == "blue");
    driver.send({{"type", "conversation.item.delete"}, {"item_id", "seen"}});
    CHECK(faultOf(driver, output("call_seen")).at("code") == "invalid_tool_call_id");
}

TEST_CASE("a call that is still under way may have its output already")
{
    Conversation conversation;
    CHECK(conversation.findFaultInPlace(output("call_1"), nullptr).has_value());
    ConversationItem begun;
    begun.json = call("call_1");
    begun.json.update({{"id", "item_1"}, {"status", "in_progress"}});
    conversation.add(std::move(begun));
    CHECK_FALSE(conversation.findFaultInPlace(output("call_1"), nullptr).has_value());
}

TEST_CASE("ids of items and calls have at most 32 characters, names of functions at most 64")
{
    const auto fault = faultOf(named(std::string(40, 'x')));
    CHECK(fault.at("code") == "string_above_max_length");
    CHECK(fault.at("param") == "item.id");
    CHECK(fault.at("message") ==
          "Invalid 'item.id': string too long. Expected a string with maximum length 32, but got "
          "a string with length 40 instead.");
    CHECK(faultOf(call(std::string(33, 'x'))).at("param") == "item.call_id");
    CHECK(faultOf(output(std::string(33, 'x'))).at("code") == "string_above_max_length");
    CHECK(faultOf(call("call_1", std::string(65, 'x'))).at("param") == "item.name");
    CHECK(isTaken(named(std::string(32, 'x'))));
    CHECK(isTaken(call(std::string(32, 'x'), std::string(64, 'x'))));
}

TEST_CASE("ids and names are of letters, digits, underscores and hyphens, and an empty id of an item is none")
{
    const auto fault = faultOf(named("a b/c"));
    CHECK(fault.at("code") == "invalid_value");
    CHECK(fault.at("param") == "item.id");
    CHECK(fault.at("message") == "Invalid 'item.id': " + std::string(pattern));
    CHECK(faultOf(call("call/1")).at("message") == "Invalid 'item.call_id': " + std::string(pattern));
    CHECK(faultOf(call("call_1", "look here")).at("param") == "item.name");
    CHECK(faultOf(output("")).at("param") == "item.call_id");
    CHECK(isTaken(named("parley_item_1-A")));
    CHECK(isTaken(named("")));
}

TEST_CASE("what a client says that the assistant said has words and no audio")
{
    const auto fault = faultOf(spoken({{"audio", "AAAA"}}));
    CHECK(fault.at("code") == "invalid_value");
    CHECK(fault.at("param") == "item.content[0].audio");
    CHECK(isTaken(spoken(Json::object())));
    CHECK(isTaken(spoken({{"audio", nullptr}})));
    CHECK(isTaken(message("assistant", {{"type", "output_text"}, {"text", "Hello"}})));
}

TEST_CASE("a picture is a PNG or JPEG in a data URL, with a detail that there is")
{
    const auto url = faultOf(picture({{"image_url", "https://example.com/a.png"}}));
    CHECK(url.at("code") == "invalid_value");
    CHECK(url.at("param") == "item.content[0].image_url");
    CHECK(faultOf(picture({{"image_url", "data:image/gif;base64,AAAA"}})).at("code") == "invalid_value");
    const auto detail = faultOf(picture({{"detail", "huge"}}));
    CHECK(detail.at("param") == "item.content[0].detail");
    CHECK(detail.at("message") == "Invalid value: 'huge'. Supported values are: 'auto', 'low', and 'high'.");
    CHECK(isTaken(picture({{"detail", "low"}})));
    CHECK(isTaken(picture({{"image_url", "data:image/jpeg;base64,AAAA"}, {"detail", nullptr}})));
}

TEST_CASE("the input of a response is looked at as items are")
{
    SessionDriver driver;
    const auto input = Json::array({picture({{"detail", "huge"}})});
    driver.send({{"type", "response.create"}, {"response", {{"conversation", "none"}, {"input", input}}}});
    CHECK(driver.lastError().at("param") == "response.input[0].content[0].detail");
    CHECK(driver.all("response.created").empty());
}
