// SPDX-License-Identifier: Apache-2.0
#include "Support/TemporaryFolder.h"
#include "Voice/AudioInput.h"
#include "Voice/StreamedAudioInput.h"
#include "Voice/TranscriptionRequest.h"
#include "Voice/VoiceLimits.h"

#include <catch2/catch.hpp>

#include <thread>

using namespace parley;
using namespace parley::test;
using namespace parley::voice;
using Catch::Matchers::Contains;

TEST_CASE("any rate and number of channels becomes 24 kHz mono")
{
    const std::vector<std::int16_t> stereo(2 * 4800, 500);
    const auto input = AudioInput::fromPcm16(stereo, 48000, 2);
    REQUIRE(input);
    CHECK(input.value().samples().size() == 2400);
    CHECK(std::abs(input.value().samples().at(1200) - 500) <= 1);
    CHECK(AudioInput::fromFloat(std::vector<float>(800, 0.5f), 8000).value().samples().size() == 2400);
}

TEST_CASE("input without speech in it is told before any service is asked")
{
    CHECK(AudioInput::fromPcm16({}).error().code == ErrorCode::invalidArgument);
    CHECK(AudioInput::fromPcm16(std::vector<std::int16_t>(2399)).error().code == ErrorCode::invalidArgument);
    CHECK(AudioInput::fromPcm16(std::vector<std::int16_t>(4801), 48000, 2).error().code == ErrorCode::invalidArgument);
    CHECK(AudioInput::fromPcm16(std::vector<std::int16_t>(4800), 0).error().code == ErrorCode::invalidArgument);
    const auto empty = wavFile({});
    CHECK(AudioInput::fromWav(std::as_bytes(std::span(empty))).error().code == ErrorCode::invalidArgument);
}

TEST_CASE("a damaged or missing file is named")
{
    const TemporaryFolder folder;
    const auto file = folder.write("broken.wav", "RIFF1234WAVEjunk");
    const auto broken = AudioInput::fromWavFile(file);
    REQUIRE_FALSE(broken);
    CHECK_THAT(broken.error().message, Contains("broken.wav"));
    CHECK(AudioInput::fromWavFile(folder.path() / "none.wav").error().code == ErrorCode::fileNotFound);
}

TEST_CASE("what is pushed comes out at 24 kHz and ends when it is closed")
{
    StreamedAudioInput input(48000);
    int told = 0;
    input.whenAvailable([&] { ++told; });
    for (int i = 0; i < 10; ++i)
        CHECK(input.push(std::vector<std::int16_t>(480, 100)));
    CHECK(told == 1);
    auto taken = input.take();
    CHECK_FALSE(taken.isLast);
    input.close();
    input.close();
    CHECK(told == 2);
    CHECK_FALSE(input.push(std::vector<float>(480)));
    CHECK(input.droppedSamples() == 480);
    const auto rest = input.take();
    CHECK(rest.isLast);
    CHECK(taken.samples.size() + rest.samples.size() == 2400);
}

TEST_CASE("an input that nobody listens to is bounded, and says what it drops")
{
    StreamedAudioInput input;
    const std::vector<std::int16_t> tenSeconds(240000);
    for (int i = 0; i < 6; ++i)
        CHECK(input.push(tenSeconds));
    CHECK_FALSE(input.push(std::vector<std::int16_t>(1)));
    CHECK(input.droppedSamples() == 1);
    CHECK(input.take().samples.size() == mostWaitingSamples);
    CHECK(input.push(tenSeconds));
}

TEST_CASE("speech may be pushed on one thread and taken on another")
{
    StreamedAudioInput input;
    std::jthread pushing(
        [&]
        {
            for (int i = 0; i < 1000; ++i)
                (void)input.push(std::vector<std::int16_t>(48, 1));
            input.close();
        });
    std::size_t samples = 0;
    for (bool isLast = false; !isLast;)
    {
        const auto taken = input.take();
        samples += taken.samples.size();
        isLast = taken.isLast;
    }
    CHECK(samples == 48000);
}

TEST_CASE("turns that are ended on this side come one by one, and the rest behind them")
{
    StreamedAudioInput input;
    int told = 0;
    input.whenAvailable([&] { ++told; });
    input.endTurn();
    CHECK(told == 1);
    CHECK(input.push(std::vector<std::int16_t>(10, 1)));
    input.endTurn();
    input.endTurn();
    CHECK(input.push(std::vector<std::int16_t>(20, 2)));
    CHECK(input.push(std::vector<std::int16_t>(5, 2)));
    input.close();
    input.endTurn();
    const auto empty = input.take();
    CHECK((empty.samples.empty() && empty.endsTurn && !empty.isLast));
    const auto turn = input.take();
    CHECK((turn.samples == std::vector<std::int16_t>(10, 1) && turn.endsTurn && !turn.isLast));
    const auto rest = input.take();
    CHECK((rest.samples == std::vector<std::int16_t>(25, 2) && !rest.endsTurn && rest.isLast));
    CHECK(input.take().isLast);
}

TEST_CASE("a turn that ends with the input is the last")
{
    StreamedAudioInput input;
    CHECK(input.push(std::vector<std::int16_t>(10, 1)));
    input.endTurn();
    input.close();
    const auto turn = input.take();
    CHECK((turn.endsTurn && turn.isLast));
}
