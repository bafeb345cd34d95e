// SPDX-License-Identifier: Apache-2.0
#include "Host/Latency.h"
#include "Recorded.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

using namespace parley::host;
using namespace parley::host::test;

namespace
{

constexpr int rate = 16000;

std::vector<float> silence(int ms)
{
    return std::vector<float>(static_cast<std::size_t>(ms) * rate / 1000);
}

/// A tone of 1 kHz.
void sound(std::vector<float>& samples, int beginMs, int endMs, float level)
{
    for (auto frame = beginMs * rate / 1000; frame < endMs * rate / 1000; ++frame)
        samples[static_cast<std::size_t>(frame)] = level * static_cast<float>(std::cos(frame * std::numbers::pi / 8));
}

Turn userTurn(double startMs, double endMs)
{
    return {TurnRole::user, "u", "", startMs, endMs, false};
}

/// Half a frame of doubt.
Approx about(double ms)
{
    return Approx(ms).margin(0.1);
}

} // namespace

TEST_CASE("a turn of the user is narrowed to what can be heard in it")
{
    Take take{rate, silence(1000), silence(1000)};
    sound(take.input, 300, 500, 0.5F);
    sound(take.input, 600, 620, 0.004F); // 42 dB below: not speech.
    std::vector<Turn> turns{userTurn(100, 900)};
    narrowToSpeech(turns, take);
    CHECK(turns[0].startMs.value() == about(300));
    CHECK(turns[0].endMs.value() == about(500));
}

TEST_CASE("a turn in which nothing can be heard keeps the times of the service")
{
    Take take{rate, silence(1000), silence(1000)};
    sound(take.input, 800, 900, 0.5F);
    std::vector<Turn> turns{userTurn(100, 700)};
    narrowToSpeech(turns, take);
    CHECK(turns[0].startMs == 100);
    CHECK(turns[0].endMs == 700);
}

TEST_CASE("the answer is measured from the end of the turn to the first audible frame out")
{
    Take take{rate, silence(2000), silence(2000)};
    sound(take.output, 100, 200, 0.5F);    // An earlier answer.
    sound(take.output, 900, 950, 0.0005F); // -66 dBFS: not audible.
    sound(take.output, 1300, 1900, 0.2F);
    const std::vector<Turn> turns{userTurn(300, 500)};
    const auto answers = heardAnswers(turns, take);
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].latencyMs() == about(800));
}

TEST_CASE("the first word is told apart from the noise before it")
{
    Take take{rate, silence(500), silence(2000)};
    sound(take.output, 800, 1000, 0.002F); // Audible, 46 dB below the voice.
    sound(take.output, 1000, 1500, 0.4F);
    const std::vector<Turn> turns{userTurn(300, 500)};
    const auto answers = heardAnswers(turns, take);
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].firstAudibleMs == about(800));
    CHECK(answers[0].firstWordMs.value() == about(1000));
}

TEST_CASE("a turn that was not answered before the next one has no latency")
{
    Take take{rate, silence(2000), silence(2000)};
    sound(take.output, 1500, 1600, 0.2F);
    const std::vector<Turn> turns{userTurn(100, 200), userTurn(900, 1000)};
    const auto answers = heardAnswers(turns, take);
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].endOfSpeechMs == 1000);
}

TEST_CASE("without turns of the service the whole input is one")
{
    Take take{rate, silence(500), silence(2000)};
    sound(take.input, 100, 400, 0.5F);
    sound(take.output, 1000, 1100, 0.2F);
    const auto answers = heardAnswers({}, take);
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].latencyMs() == about(600));
}

TEST_CASE("silence in gives no latency, whatever comes out")
{
    Take take{rate, silence(500), silence(500)};
    sound(take.output, 100, 200, 0.5F);
    CHECK(heardAnswers({}, take).empty());
}

TEST_CASE("the plugin's own figures are taken: those of each turn together, and all first sounds")
{
    const Take take{rate, silence(10), silence(10)};
    const std::vector<RecordedEvent> events{
        mark(1, R"({"type":"latency","capture_to_wire_ms":{"count":5,"median":9,"max":31}})"),
        mark(2, R"({"type":"playback.started","response_id":"a","wire_to_output_ms":40})"),
        mark(3, R"({"type":"playback.started","response_id":"b","wire_to_output_ms":60})"),
        mark(4, R"({"type":"latency","capture_to_wire_ms":{"count":9,"median":12,"max":30}})")};
    const auto latency = measureLatency({}, take, events);
    CHECK_FALSE(latency.endOfSpeechToAudible);
    REQUIRE(latency.captureToWire);
    CHECK(latency.captureToWire->count == 14);
    CHECK(latency.captureToWire->medianMs == 12);
    CHECK(latency.captureToWire->maxMs == 31);
    REQUIRE(latency.wireToOutput);
    CHECK(latency.wireToOutput->medianMs == 50);
    CHECK(latency.wireToOutput->maxMs == 60);
}

TEST_CASE("the median of an odd count is the middle value, of no values nothing")
{
    CHECK(spreadOf({3, 1, 2})->medianMs == 2);
    CHECK_FALSE(spreadOf({}));
}
