// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/Replay.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;
using wire::Item;
using wire::Json;

namespace
{

Item fromText(const char* json)
{
    return Item::fromJson(Json::parse(json));
}

std::vector<wire::ItemCreate> replayOf(std::initializer_list<const char*> items)
{
    History history;
    for (const auto* item : items)
        history.upsert(fromText(item), "");
    return replayable(history);
}

} // namespace

TEST_CASE("each item of a conversation is taken up again in a form that the service takes", "[replay]")
{
    struct Row
    {
        const char* item;
        const char* replayed; ///< Null: it is left out.
    };
    const Row rows[] = {
        {R"({"id":"s","type":"message","role":"system","status":"completed","content":[{"type":"input_text","text":"Be"}]})",
         R"({"id":"s","type":"message","role":"system","status":"completed","content":[{"type":"input_text","text":"Be"}]})"},
        {R"({"id":"u","object":"realtime.item","type":"message","role":"user","status":"completed",
             "content":[{"type":"input_audio","transcript":"go forward"}]})",
         R"({"id":"u","type":"message","role":"user","status":"completed",
             "content":[{"type":"input_text","text":"go forward"}]})"},
        {R"({"id":"i","type":"message","role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,AA",
             "detail":"low","extra":1},{"type":"input_text","text":"what is it"}]})",
         R"({"id":"i","type":"message","role":"user","status":"completed","content":[{"type":"input_image",
             "image_url":"data:image/png;base64,AA","detail":"low"},{"type":"input_text","text":"what is it"}]})"},
        {R"({"id":"a","type":"message","role":"assistant","status":"in_progress",
             "content":[{"type":"output_audio","transcript":"I was sa"}]})",
         R"({"id":"a","type":"message","role":"assistant","status":"incomplete",
             "content":[{"type":"output_text","text":"I was sa"}]})"},
        {R"({"id":"w","type":"message","role":"user","content":[{"type":"input_audio","transcript":null}]})", nullptr},
        {R"({"id":"m","type":"mcp_list_tools","server_label":"x","tools":[]})", nullptr},
        {R"({"id":"f","type":"function_call","name":"n","arguments":"{}"})", nullptr},
    };
    for (const auto& row : rows)
    {
        INFO(row.item);
        const auto replayed = replayable(fromText(row.item));
        REQUIRE(replayed.has_value() == (row.replayed != nullptr));
        if (replayed)
            CHECK(replayed->toJson() == Json::parse(row.replayed));
    }
}

TEST_CASE("items go one behind the other, and those without words leave no gap in the chain", "[replay]")
{
    const auto creates = replayOf({
        R"({"id":"a","type":"message","role":"user","content":[{"type":"input_text","text":"one"}]})",
        R"({"id":"b","type":"message","role":"user","content":[]})",
        R"({"id":"c","type":"message","role":"assistant","content":[{"type":"output_text","text":"two"}]})",
    });
    REQUIRE(creates.size() == 2);
    CHECK(creates[0].previousItemId == "root");
    CHECK(creates[1].previousItemId == "a");
    CHECK(creates[1].item.id == "c");
}

TEST_CASE("a function call is taken up again with its output or not at all", "[replay]")
{
    const auto creates = replayOf({
        R"({"id":"o0","type":"function_call_output","call_id":"late","output":"before its call"})",
        R"({"id":"c1","type":"function_call","call_id":"answered","name":"look","arguments":"{}","status":"completed"})",
        R"({"id":"c2","type":"function_call","call_id":"open","name":"look","arguments":"{}","status":"completed"})",
        R"({"id":"c3","type":"function_call","call_id":"late","name":"look","arguments":"{}","status":"completed"})",
        R"({"id":"o1","type":"function_call_output","call_id":"answered","output":"seen"})",
        R"({"id":"o2","type":"function_call_output","call_id":"answered","output":"seen twice"})",
        R"({"id":"o3","type":"function_call_output","call_id":"unknown","output":"?"})",
    });
    REQUIRE(creates.size() == 2);
    CHECK(creates[0].item.id == "c1");
    CHECK(creates[0].item.toJson().at("arguments") == "{}");
    CHECK(creates[1].item.id == "o1");
    CHECK(creates[1].previousItemId == "c1");
}

TEST_CASE("a call that has no output is known by its id, one that has is not", "[replay]")
{
    const std::vector<Item> items = {
        fromText(R"({"id":"c1","type":"function_call","call_id":"answered","name":"look","arguments":"{}"})"),
        fromText(R"({"id":"c2","type":"function_call","call_id":"open","name":"look","arguments":"{}"})"),
        fromText(R"({"id":"o1","type":"function_call_output","call_id":"answered","output":"seen"})"),
    };
    REQUIRE(unansweredCall(items, "open"));
    CHECK(unansweredCall(items, "open")->id == "c2");
    CHECK_FALSE(unansweredCall(items, "answered"));
    CHECK_FALSE(unansweredCall(items, "unknown"));
    CHECK_FALSE(unansweredCall(items, ""));
}
