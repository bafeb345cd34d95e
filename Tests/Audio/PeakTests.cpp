// SPDX-License-Identifier: Apache-2.0
#include "Audio/Peak.h"

#include <catch2/catch.hpp>

#include <array>
#include <limits>
#include <vector>

using namespace parley::audio;

TEST_CASE("a meter shows the largest magnitude of all channels within the frames asked for")
{
    std::vector<float> left(1001, 0.1F);
    std::vector<float> right(1001, -0.2F);
    left[0] = 3.0F;
    right[37] = -0.75F;
    const std::array<const float*, 3> channels{left.data(), nullptr, right.data()};
    CHECK(peakOf(channels.data(), 3, 1, 1000) == 0.75F);
    CHECK(peakOf(channels.data(), 3, 0, 1001) == 3.0F);
    CHECK(peakOf(channels.data(), 3, 38, 963) == 0.2F);
    CHECK(peakOf(channels.data(), 1, 1, 1000) == 0.1F);
}

TEST_CASE("a meter does not show what is not a number")
{
    constexpr auto infinite = std::numeric_limits<float>::infinity();
    const std::array<float, 5> frames{0.5F, std::numeric_limits<float>::quiet_NaN(), infinite, -infinite, -0.25F};
    const float* channel = frames.data();
    CHECK(peakOf(&channel, 1, 0, 5) == 0.5F);
    CHECK(peakOf(&channel, 1, 1, 3) == 0.0F);
    CHECK(peakOf(&channel, 1, 1, 4) == 0.25F);
}

TEST_CASE("a meter of nothing stands at zero")
{
    const float* none = nullptr;
    CHECK(peakOf(nullptr, 2, 0, 10) == 0.0F);
    CHECK(peakOf(&none, 1, 0, 10) == 0.0F);
    CHECK(peakOf(&none, -1, 0, 10) == 0.0F);
    CHECK(peakOf(&none, 1, 0, -10) == 0.0F);
}
