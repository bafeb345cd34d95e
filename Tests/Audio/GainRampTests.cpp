// SPDX-License-Identifier: Apache-2.0
#include "Audio/GainRamp.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace parley::audio;

namespace
{

/// What becomes of a constant 1, in blocks of `block`.
std::vector<float> gains(GainRamp& ramp, std::size_t frames, int rate, std::size_t block)
{
    std::vector<float> made(frames, 1.0F);
    for (std::size_t at = 0; at < frames; at += block)
        ramp.apply(std::span(made).subspan(at, std::min(block, frames - at)), rate);
    return made;
}

float largestChange(const std::vector<float>& values, float before)
{
    float largest = 0;
    for (const auto value : values)
        largest = std::max(largest, std::abs(value - std::exchange(before, value)));
    return largest;
}

} // namespace

TEST_CASE("a gain falls within 10 ms and rises within 30 ms, at any rate and block size, without a step")
{
    const int rate = GENERATE(8000, 44100, 48000, 192000);
    const std::size_t block = GENERATE(1, 64, 511, 8192);
    const auto fall = static_cast<std::size_t>(rate / 100);
    const auto rise = 3 * fall;
    GainRamp ramp;
    ramp.aim(0.25F);
    const auto down = gains(ramp, 2 * fall, rate, block);
    CHECK(down[fall * 9 / 10] > 0.25F);
    CHECK(down[fall] == 0.25F);
    CHECK(down.back() == 0.25F);
    CHECK(largestChange(down, 1.0F) <= 0.75F * 1.55F / static_cast<float>(fall));
    ramp.aim(1.0F);
    const auto up = gains(ramp, 2 * rise, rate, block);
    CHECK(up[rise * 9 / 10] < 1.0F);
    CHECK(up[rise + 2] == 1.0F);
    CHECK(largestChange(up, 0.25F) <= 0.75F * 1.55F / static_cast<float>(rise));
}

TEST_CASE("a gain that is at rest at 1 changes no bit")
{
    GainRamp ramp;
    std::vector<float> frames{0.1F, -0.3F, 1.0F, 1e-30F};
    const auto before = frames;
    ramp.apply(frames, 48000);
    CHECK(frames == before);
}

TEST_CASE("a gain that is changed on its way, with the rate too, goes on from where it stands")
{
    GainRamp ramp;
    ramp.aim(0.0F);
    auto way = gains(ramp, 200, 48000, 64);
    ramp.aim(1.0F);
    for (const int rate : {48000, 44100, 96000, 192000})
    {
        const auto next = gains(ramp, 300, rate, 64);
        way.insert(way.end(), next.begin(), next.end());
    }
    CHECK(largestChange(way, 1.0F) <= 1.55F / 480.0F);
    CHECK(gains(ramp, 9600, 192000, 64).back() == 1.0F);
}

TEST_CASE("a gain begins again from silence")
{
    GainRamp ramp;
    ramp.restart();
    const auto up = gains(ramp, 2000, 48000, 128);
    CHECK(up.front() < 0.01F);
    CHECK(largestChange(up, 0.0F) <= 1.55F / 1440.0F);
    CHECK(up.back() == 1.0F);
}

TEST_CASE("a gain below zero or not a number is silence, and one without bounds is held at the highest")
{
    GainRamp ramp;
    for (const float wanted : {-1.0F, std::numeric_limits<float>::quiet_NaN()})
    {
        ramp.aim(wanted);
        CHECK(gains(ramp, 480, 48000, 480).back() == 0.0F);
    }
    ramp.aim(std::numeric_limits<float>::infinity());
    CHECK(gains(ramp, 2000, 48000, 480).back() == GainRamp::highestGain);
}
