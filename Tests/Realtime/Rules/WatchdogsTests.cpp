// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/Watchdogs.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;
using namespace std::chrono_literals;
using wire::Json;

namespace
{

const Watchdogs::Time begin{1000s};

Json response(const char* modality, const char* outputType)
{
    Json json = {{"output", Json::array({{{"type", outputType}}})}};
    if (modality != nullptr)
        json["output_modalities"] = Json::array({modality});
    return json;
}

} // namespace

TEST_CASE("an answer that should have had a voice and had none, or was silence, is told", "[watchdogs]")
{
    struct Row
    {
        const char* what;
        std::optional<bool> sessionSpeaks;
        const char* modality;
        const char* output;
        std::size_t samples;
        int peak;
        const char* status;
        bool isTold;
    };
    const Row rows[] = {
        {"spoken", true, "audio", "message", 24000, 1000, "completed", false},
        {"no voice", true, "audio", "message", 0, 0, "completed", true},
        {"no voice, by the session's word", true, nullptr, "message", 0, 0, "completed", true},
        {"not known to speak", std::nullopt, nullptr, "message", 0, 0, "completed", false},
        {"text", true, "text", "message", 0, 0, "completed", false},
        {"calls alone", true, "audio", "function_call", 0, 0, "completed", false},
        {"cancelled", true, "audio", "message", 0, 0, "cancelled", false},
        {"below -60 dB", true, "audio", "message", 24000, 31, "completed", true},
        {"just above", true, "audio", "message", 24000, 33, "completed", false},
        {"a sigh", true, "audio", "message", 2399, 0, "completed", false},
    };
    for (const auto& row : rows)
    {
        INFO(row.what);
        Watchdogs dogs;
        dogs.sessionSpeaks(row.sessionSpeaks);
        const auto json = response(row.modality, row.output);
        dogs.responseCreated({"r", json});
        std::vector<std::int16_t> samples(row.samples, 0);
        if (!samples.empty())
            samples.back() = static_cast<std::int16_t>(-row.peak);
        dogs.speechArrived("r", samples);
        const auto finding = dogs.responseDone({"r", row.status, json});
        CHECK(finding.has_value() == row.isTold);
        if (finding)
            CHECK(finding->message.find("docs/troubleshooting.md") != std::string::npos);
    }
}

TEST_CASE("an answer that stands still for 15 s is told once, until something comes", "[watchdogs]")
{
    Watchdogs dogs;
    dogs.owes(true, true, begin);
    CHECK(dogs.deadline() == begin + 15s);
    CHECK_FALSE(dogs.expire(begin + 14s));
    CHECK(dogs.expire(begin + 15s)->where == "response");
    CHECK_FALSE(dogs.expire(begin + 16s));
    dogs.arrived(begin + 20s);
    CHECK(dogs.deadline() == begin + 35s);
    CHECK(dogs.expire(begin + 35s));
}

TEST_CASE("a service that owes something and says nothing for 30 s is told", "[watchdogs]")
{
    Watchdogs dogs;
    CHECK_FALSE(dogs.deadline());
    dogs.owes(true, false, begin);
    dogs.owes(true, false, begin + 10s);
    CHECK(dogs.deadline() == begin + 30s);
    CHECK(dogs.expire(begin + 30s)->where == "session");
    CHECK_FALSE(dogs.deadline());
    dogs.owes(false, false, begin + 31s);
    CHECK_FALSE(dogs.expire(begin + 90s));
    CHECK_FALSE(dogs.deadline());
}

TEST_CASE("responses whose end is never told cost no memory, and strangers do no harm", "[watchdogs]")
{
    Watchdogs dogs;
    for (int i = 0; i < 100; ++i)
        dogs.responseCreated({"r" + std::to_string(i), response("audio", "message")});
    dogs.speechArrived("unknown", std::vector<std::int16_t>(10));
    CHECK_FALSE(dogs.responseDone({"unknown", "completed", Json::object()}));
}
