// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/EchoMeter.h"
#include "Support/Speech.h"

#include <catch2/catch.hpp>

using namespace parley::audio;
using parley::audio::detail::EchoMeter;

namespace
{

constexpr std::size_t frame = VoiceProcessor::frameLength;

/// One person's speech at 48 kHz.
std::vector<float> speaker(std::uint32_t seed, float gain = 1)
{
    auto speech = atRate(syntheticSpeech(3, seed), 16000, 48000);
    for (auto& sample : speech)
        sample *= gain;
    return speech;
}

std::vector<float> sum(const std::vector<float>& left, const std::vector<float>& right)
{
    std::vector<float> made(left);
    for (std::size_t i = 0; i < made.size(); ++i)
        made[i] += right[i];
    return made;
}

std::optional<EchoEstimate> measured(const std::vector<float>& reference, const std::vector<float>& microphone,
                                     const std::vector<float>& residual)
{
    EchoMeter meter;
    for (std::size_t at = 0; at + frame <= reference.size(); at += frame)
    {
        meter.before(std::span(reference).subspan(at, frame), std::span(microphone).subspan(at, frame));
        meter.after(std::span(residual).subspan(at, frame));
    }
    return meter.estimate();
}

} // namespace

TEST_CASE("says how loud the echo is before and after cancelling")
{
    const auto estimate = measured(speaker(1), speaker(1, 0.5F), speaker(1, 0.005F));
    REQUIRE(estimate);
    CHECK(estimate->echoDb == Approx(-6).margin(0.5));
    CHECK(estimate->residualDb == Approx(-46).margin(0.5));
    CHECK_FALSE(estimate->hearsItself);
}

TEST_CASE("a user who speaks louder than the echo does not change what is said about it")
{
    const auto user = speaker(9, 1);
    const auto estimate = measured(speaker(1), sum(user, speaker(1, 0.5F)), user);
    REQUIRE(estimate);
    CHECK(estimate->echoDb == Approx(-6).margin(2));
    CHECK(estimate->residualDb < -6);
    CHECK_FALSE(estimate->hearsItself);
}

TEST_CASE("the agent hears itself when its echo is sent loud enough to be taken for speech")
{
    CHECK(measured(speaker(1), speaker(1, 0.5F), speaker(1, 0.2F))->hearsItself);
    CHECK_FALSE(measured(speaker(1), speaker(1, 0.5F), speaker(1, 0.01F))->hearsItself);
}

TEST_CASE("nothing is said before anything was played")
{
    const std::vector<float> silence(3 * 48000);
    CHECK_FALSE(measured(silence, speaker(1), speaker(1)));
}
