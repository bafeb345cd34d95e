// SPDX-License-Identifier: Apache-2.0
#include "Realtime/EventJson.h"

#include <catch2/catch.hpp>

#include <set>
#include <utility>

using namespace parley;
using namespace parley::realtime;
using wire::Json;

namespace
{

template <std::size_t... index>
std::vector<Event> oneOfEach(std::index_sequence<index...>)
{
    return {Event(std::in_place_index<index>)...};
}

} // namespace

TEST_CASE("every event is a JSON object with a type of its own")
{
    const auto events = oneOfEach(std::make_index_sequence<std::variant_size_v<Event>>());
    std::set<std::string> types;
    for (const auto& event : events)
    {
        const auto json = toJson(event);
        INFO(json.dump());
        REQUIRE(json.is_object());
        CHECK(types.insert(json.at("type").get<std::string>()).second);
    }
    CHECK(types.size() == std::variant_size_v<Event>);
}

TEST_CASE("an event's JSON has its fields, with their units")
{
    using namespace std::chrono_literals;
    CHECK(toJson(Event(ToolEnded{"c1", "A", "t", "out", true})) == Json({{"type", "tool_ended"},
                                                                         {"call_id", "c1"},
                                                                         {"agent", "A"},
                                                                         {"tool", "t"},
                                                                         {"output", "out"},
                                                                         {"is_error", true}}));
    CHECK(toJson(Event(PlaybackStarted{"r1", 1500us}))["wire_to_output_ms"] == 1.5);
    CHECK(toJson(Event(AnswerCaption{"r1", "i1", 1, "well", 250ms}))["at_ms"] == 250);
    CHECK(toJson(Event(LocalSpeech{LocalSpeechState::dismissed}))["state"] == "dismissed");
    CHECK(toJson(Event(EchoMeasured{}))["delay_ms"].is_null());
    LatencyMeasured measured;
    CHECK_FALSE(toJson(Event(measured)).contains("end_of_speech_to_audible_ms"));
    measured.endOfSpeechToAudible = 730ms;
    CHECK(toJson(Event(measured))["end_of_speech_to_audible_ms"] == 730);
    CHECK(toJson(Event(AudioInterrupted{"i1", 0, 250ms}))["heard_ms"] == 250);
}

TEST_CASE("an error's JSON leaves out what it does not know")
{
    const Error error{ErrorCode::quotaExceeded, "Add credit.", "", "insufficient_quota", ""};
    CHECK(toJson(Event(ErrorEvent{error})) ==
          Json({{"type", "error"},
                {"error",
                 {{"code", "quota_exceeded"}, {"message", "Add credit."}, {"upstream_code", "insufficient_quota"}}}}));
}
