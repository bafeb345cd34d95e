// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Probe.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;
using namespace std::chrono_literals;

namespace
{

const Probe::Time start{};

Probe openedProbe()
{
    Probe probe("gpt-realtime", start);
    probe.opened({}, start + 10ms);
    return probe;
}

constexpr const char* created = R"({"type":"session.created","session":{"id":"sess_1"}})";

} // namespace

TEST_CASE("a probe asks once, outside the conversation and without settings, and reports the times")
{
    auto probe = openedProbe();
    const auto frame = probe.received(created, start + 20ms);
    REQUIRE(frame);
    const auto sent = wire::Json::parse(*frame);
    CHECK(sent["type"] == "response.create");
    CHECK(sent["response"]["conversation"] == "none");
    CHECK_FALSE(sent["response"].contains("output_modalities"));
    CHECK_FALSE(probe.received(created, start + 25ms));
    CHECK_FALSE(probe.received(R"({"type":"response.output_audio_transcript.delta","delta":"ok."})", start + 50ms));
    CHECK_FALSE(probe.received(R"({"type":"response.done","response":{"status":"completed"}})", start + 70ms));
    REQUIRE(probe.isOver());
    const auto& report = probe.report();
    CHECK_FALSE(report.error);
    CHECK(report.sessionId == "sess_1");
    CHECK(report.answer == "ok.");
    CHECK(*report.sessionCreated == 20ms);
    CHECK(*report.firstToken == 50ms);
    CHECK(*report.done == 70ms);
    CHECK(report.json()["ok"] == true);
    CHECK(report.json()["ms"]["done"] == 70.0);
}

TEST_CASE("an error before the session begins keeps its own kind, it is not blamed on the service")
{
    auto probe = openedProbe();
    static_cast<void>(probe.received(
        R"({"type":"error","error":{"type":"invalid_request_error","code":"invalid_api_key","message":"no"}})", start));
    REQUIRE(probe.isOver());
    CHECK(probe.report().error->code == ErrorCode::unauthorized);
    CHECK_FALSE(probe.report().isKnownSkip());
}

TEST_CASE("a fault of the service is a known skip, with the session id out of its words")
{
    auto probe = openedProbe();
    static_cast<void>(probe.received(
        R"({"type":"error","error":{"type":"server_error","message":"Error in session sess_Ab12, sorry"}})", start));
    CHECK(probe.report().isKnownSkip());
    CHECK(probe.report().sessionId == "sess_Ab12");
    CHECK(probe.report().line().find("session_id=sess_Ab12") != std::string::npos);
    CHECK(probe.report().line().find("events=error") != std::string::npos);
}

TEST_CASE("a response that fails tells the service's reason")
{
    auto probe = openedProbe();
    static_cast<void>(probe.received(created, start));
    static_cast<void>(probe.received(
        R"({"type":"response.done","response":{"status":"failed","status_details":{"error":{"code":"insufficient_quota"}}}})",
        start));
    CHECK(probe.report().error->code == ErrorCode::quotaExceeded);
    CHECK(probe.report().isKnownSkip());
}

TEST_CASE("each wait has its own deadline, and the report names the stage")
{
    auto probe = openedProbe();
    probe.timePassed(start + 7s);
    CHECK_FALSE(probe.isOver());
    probe.timePassed(start + 8s + 10ms);
    REQUIRE(probe.isOver());
    CHECK(probe.report().error->where == "session.created");

    auto second = openedProbe();
    static_cast<void>(second.received(created, start + 1s));
    second.timePassed(start + 9s);
    CHECK(second.report().error->where == "response.done");
}

TEST_CASE("a connection that ends gives its own reason, unless the answer came first")
{
    auto probe = openedProbe();
    probe.closed({3000, "invalid_request_error.invalid_api_key", 0, {ErrorCode::unauthorized, "Check the key."}});
    CHECK(probe.report().error->code == ErrorCode::unauthorized);
}
