// SPDX-License-Identifier: Apache-2.0
#include "Bridge/LatencyMeter.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::bridge;
using namespace parley::realtime;
using namespace std::chrono_literals;

namespace
{

using Time = LatencyMeter::Time;

/// A second of speech and half a second of silence, in real time from `start` on.
constexpr Time start{1h};

void sendTurn(LatencyMeter& meter)
{
    for (int message = 1; message <= 75; ++message)
    {
        std::vector<std::int16_t> samples(480);
        for (std::size_t i = 0; i < samples.size() && message <= 50; ++i)
            samples[i] = i % 40 < 20 ? 8000 : -8000;
        meter.sent(samples, start + 20ms * message);
        meter.handedOver(std::chrono::milliseconds(message % 3));
    }
}

TurnEnded ended(const char* responseId)
{
    TurnEnded turn;
    turn.responseId = responseId;
    return turn;
}

AnswerDelta spoken(const char* responseId)
{
    return {responseId, "item", "Hello", true};
}

} // namespace

TEST_CASE("the latency of an answer is told when it is first audible, from the end of the user's speech")
{
    LatencyMeter meter;
    sendTurn(meter);
    CHECK_FALSE(meter.observe(UserSpeechStopped{"item", 1200}, 0));
    CHECK_FALSE(meter.observe(TurnStarted{"r1", "agent"}, 0));
    CHECK_FALSE(meter.observe(spoken("r1"), 0));
    CHECK_FALSE(meter.observe(ended("r1"), 0));
    meter.outputStarted("r1", 18ms);
    const auto measured = meter.audible("r1", start + 1700ms);
    REQUIRE(measured);
    CHECK(measured->responseId == "r1");
    CHECK(measured->frames == 75);
    CHECK(measured->captureToWireMedian == 1ms);
    CHECK(measured->captureToWireMax == 2ms);
    CHECK(measured->wireToOutput == 18ms);
    REQUIRE(measured->endOfSpeechToAudible);
    CHECK(std::chrono::abs(*measured->endOfSpeechToAudible - 700ms) <= 10ms);
    CHECK_FALSE(meter.audible("r1", start + 1800ms));
    CHECK_FALSE(meter.observe(PlaybackFinished{"r1"}, 0));
}

TEST_CASE("a way that took longer than can be told is told as the longest")
{
    LatencyMeter meter;
    meter.handedOver(1h);
    static_cast<void>(meter.observe(TurnStarted{"r1", "agent"}, 0));
    const auto measured = meter.audible("r1", start + 1700ms);
    REQUIRE(measured);
    CHECK(measured->captureToWireMax > 35min);
}

TEST_CASE("audio that never reached the service is not counted in where speech ended")
{
    LatencyMeter meter;
    sendTurn(meter);
    static_cast<void>(meter.observe(UserSpeechStopped{"item", 1000}, 200 * 24));
    static_cast<void>(meter.observe(TurnStarted{"r1", "agent"}, 0));
    const auto measured = meter.audible("r1", start + 1700ms);
    REQUIRE(measured);
    CHECK(std::chrono::abs(*measured->endOfSpeechToAudible - 700ms) <= 10ms);
}

TEST_CASE("an answer in text is told when it ends, without a time to the first sound")
{
    LatencyMeter meter;
    sendTurn(meter);
    static_cast<void>(meter.observe(TurnStarted{"r1", "agent"}, 0));
    const auto measured = meter.observe(ended("r1"), 0);
    REQUIRE(measured);
    CHECK(measured->responseId.empty());
    CHECK(measured->frames == 75);
    CHECK_FALSE(measured->endOfSpeechToAudible);
}

TEST_CASE("who asked by voice waits until the answer after the tool's")
{
    LatencyMeter meter;
    sendTurn(meter);
    meter.speechEnded(start + 1s);
    static_cast<void>(meter.observe(TurnStarted{"tool", "agent"}, 0));
    CHECK(meter.observe(ended("tool"), 0));
    static_cast<void>(meter.observe(TurnStarted{"r2", "agent"}, 0));
    CHECK(meter.audible("r2", start + 3s)->endOfSpeechToAudible == 2s);
}

TEST_CASE("an answer to a written line has no end of speech")
{
    LatencyMeter meter;
    meter.speechEnded(start);
    meter.typed();
    static_cast<void>(meter.observe(TurnStarted{"r1", "agent"}, 0));
    CHECK_FALSE(meter.audible("r1", start + 1s)->endOfSpeechToAudible);
}

TEST_CASE("an answer that was cut before it was heard is told once, without a time")
{
    LatencyMeter meter;
    meter.speechEnded(start);
    static_cast<void>(meter.observe(TurnStarted{"r1", "agent"}, 0));
    static_cast<void>(meter.observe(spoken("r1"), 0));
    AudioInterrupted cut;
    cut.responseId = "r1";
    const auto measured = meter.observe(cut, 0);
    REQUIRE(measured);
    CHECK_FALSE(measured->endOfSpeechToAudible);
    CHECK_FALSE(meter.observe(ended("r1"), 0));
}

TEST_CASE("behind a new connection the end of speech is looked for in what was sent last")
{
    LatencyMeter meter;
    sendTurn(meter);
    static_cast<void>(meter.observe(Reconnected{}, 0));
    static_cast<void>(meter.observe(UserSpeechStopped{"item", 300}, 0));
    static_cast<void>(meter.observe(TurnStarted{"r1", "agent"}, 0));
    CHECK(std::chrono::abs(*meter.audible("r1", start + 1700ms)->endOfSpeechToAudible - 700ms) <= 10ms);
}
