// SPDX-License-Identifier: Apache-2.0
#include "Host/ConversationJson.h"
#include "Recorded.h"

#include <catch2/catch.hpp>

using namespace parley::host;
using namespace parley::host::test;

namespace
{

RunReport report()
{
    RunReport made;
    made.input = "in.wav";
    made.block = "480";
    made.take = {1000, std::vector<float>(1000), std::vector<float>(2000)};
    made.turns = {{TurnRole::user, "u", "hello", 1100, 1900, false}, {TurnRole::assistant, "r", "hi", {}, {}, true}};
    made.events = {append(1500, 30), mark(1200, R"({"type":"warning","message":"Slow.","list":[1]})"),
                   server(900, R"({"type":"response.done","response":{"id":"r","status":"completed","output":[]}})")};
    return made;
}

} // namespace

TEST_CASE("sound is replaced by its size, so that the document stays readable")
{
    const auto json = conversationJson(report());
    const auto& event = json["events"][0];
    CHECK(event["audio_bytes"] == 1440);
    CHECK_FALSE(event.contains("audio"));
    CHECK(event["from"] == "client");
    CHECK(event["type"] == "input_audio_buffer.append");
}

TEST_CASE("small fields are kept, lists are left out")
{
    const auto json = conversationJson(report());
    CHECK(json["events"][1]["message"] == "Slow.");
    CHECK_FALSE(json["events"][1].contains("list"));
    CHECK(json["events"][2]["response"]["status"] == "completed");
    CHECK_FALSE(json["events"][2]["response"].contains("output"));
}

TEST_CASE("all times count from the input's first frame")
{
    auto placed = report();
    placeOnAxis(placed, 1000);
    const auto json = conversationJson(placed);
    CHECK(json["events"][0]["ms"] == 500);
    CHECK(json["events"][2]["ms"] == -100);
    CHECK(json["turns"][0]["start_ms"] == 100);
    CHECK(json["turns"][0]["end_ms"] == 900);
}

TEST_CASE("turns name their speaker, and a turn without sound has no times")
{
    const auto turns = conversationJson(report())["turns"];
    CHECK(turns[0]["role"] == "user");
    CHECK(turns[0]["transcript"] == "hello");
    CHECK_FALSE(turns[0].contains("interrupted"));
    CHECK(turns[1]["role"] == "assistant");
    CHECK(turns[1]["start_ms"].is_null());
    CHECK(turns[1]["interrupted"] == true);
}

TEST_CASE("what was not measured is null, and a failure is told")
{
    auto failing = report();
    CHECK_FALSE(conversationJson(failing).contains("failure"));
    failing.failure = "No key.";
    const auto json = conversationJson(failing);
    CHECK(json["failure"] == "No key.");
    CHECK(json["latency"]["capture_to_wire_ms"].is_null());
}
