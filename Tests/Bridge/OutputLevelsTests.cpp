// SPDX-License-Identifier: Apache-2.0
#include "Bridge/OutputLevels.h"

#include <catch2/catch.hpp>

#include <vector>

using namespace parley::bridge;

namespace
{

constexpr int rate = 48000;
constexpr std::uint64_t window = 2400;

} // namespace

TEST_CASE("a level is told when its 50 ms begin to sound, not when they arrive")
{
    OutputLevels levels;
    levels.pushed(0, std::vector<float>(window, 0.25F), rate);
    levels.pushed(window, std::vector<float>(window, -0.5F), rate);
    CHECK_FALSE(levels.take(0, false));
    const auto first = levels.take(10, false);
    REQUIRE(first);
    CHECK(first->peak == 0.25F);
    CHECK(first->rms == Approx(0.25));
    CHECK_FALSE(levels.take(window, false));
    const auto second = levels.take(window + 1, false);
    REQUIRE(second);
    CHECK(second->peak == 0.5F);
    CHECK(second->rms == Approx(0.5));
}

TEST_CASE("levels do not depend on how the frames were cut into pieces")
{
    const std::size_t piece = GENERATE(1U, 479U, 2399U, 2400U, 2401U, 7000U);
    std::vector<float> frames(5 * window);
    for (std::size_t i = 0; i < frames.size(); ++i)
        frames[i] = static_cast<float>(i / window + 1) * 0.1F;
    OutputLevels levels;
    for (std::size_t at = 0; at < frames.size(); at += piece)
        levels.pushed(at, std::span(frames).subspan(at, std::min(piece, frames.size() - at)), rate);
    for (std::size_t i = 0; i < 5; ++i)
    {
        const auto level = levels.take(i * window + 1, false);
        REQUIRE(level);
        CHECK(level->peak == Approx(0.1 * static_cast<double>(i + 1)));
    }
}

TEST_CASE("when it is silent again, zeros are told once")
{
    OutputLevels levels;
    CHECK_FALSE(levels.take(0, true));
    levels.pushed(0, std::vector<float>(100, 0.25F), rate);
    levels.ended();
    REQUIRE(levels.take(100, true));
    const auto last = levels.take(100, true);
    REQUIRE(last);
    CHECK(last->peak == 0.0F);
    CHECK(last->rms == 0.0F);
    CHECK_FALSE(levels.take(100, true));
}

TEST_CASE("of a big block the level that sounds now is told, and what was cleared is not")
{
    OutputLevels levels;
    levels.pushed(0, std::vector<float>(window, 0.25F), rate);
    levels.pushed(window, std::vector<float>(window, 0.5F), rate);
    CHECK(levels.take(2 * window, false)->peak == 0.5F);
    levels.pushed(2 * window, std::vector<float>(2 * window, 0.75F), rate);
    levels.clear();
    CHECK(levels.take(4 * window, true)->peak == 0.0F);
}
