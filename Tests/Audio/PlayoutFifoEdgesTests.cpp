// SPDX-License-Identifier: Apache-2.0
#include "Audio/PlayoutFifo.h"
#include "Support/PlayoutRig.h"

#include <catch2/catch.hpp>

using namespace parley::audio;
using Kind = PlayoutReport::Kind;

namespace
{

constexpr std::size_t fadeOutFrames = 480; // 10 ms at 48 kHz

std::vector<float> level(std::size_t frames, float value = 0.5F)
{
    return std::vector<float>(frames, value);
}

/// The step a fade of 5 ms adds to a signal of amplitude 1 at 48 kHz.
constexpr float fadeStep = 1.5F / 240.0F;

} // namespace

TEST_CASE("the first audible frame is told with its position and the time of its block")
{
    PlayoutRig rig;
    const std::chrono::steady_clock::time_point first{std::chrono::seconds(1)};
    const std::chrono::steady_clock::time_point second{std::chrono::seconds(2)};
    REQUIRE(rig.push(level(700, 0.0F), 1, true));
    REQUIRE(rig.fifo.push({rig.fifo.epoch(), 1, rig.rate, false, true, true}, level(100)));
    std::vector<float> block(480);
    rig.fifo.render(block, 48000, first);
    rig.collect();
    CHECK(rig.reportsOf(Kind::audible).empty());
    rig.fifo.render(block, 48000, second);
    rig.collect();
    const auto audible = rig.reportsOf(Kind::audible);
    REQUIRE(audible.size() == 1);
    CHECK(audible[0].position == 700);
    CHECK(audible[0].at == second);
}

TEST_CASE("an answer that does not end at zero goes over into the next one without a click")
{
    const std::size_t block = GENERATE(1U, 64U, 480U);
    PlayoutRig rig;
    REQUIRE(rig.push(level(960, 0.5F), 1, true, true));
    REQUIRE(rig.push(level(960, -0.5F), 2, true, true));
    rig.render(2400, block);
    CHECK(largestStep(rig.heard) <= 1.0F * fadeStep * 1.01F);
    CHECK(rig.heard[1500] == -0.5F);
    CHECK(rig.fifo.position() == 1920);
}

TEST_CASE("what was thrown away is counted, by an interruption or for another rate")
{
    PlayoutRig rig;
    REQUIRE(rig.push(level(4800), 1, true));
    rig.render(960);
    CHECK(rig.fifo.cutFrames() == 0);
    rig.fifo.interrupt();
    rig.render(960);
    CHECK(rig.fifo.cutFrames() == 4800 - 960 - fadeOutFrames);
    REQUIRE(rig.push(level(1000), 2, true));
    rig.rate = 44100;
    rig.render(441);
    CHECK(rig.fifo.cutFrames() == 4800 - 960 - fadeOutFrames + 1000);
}
