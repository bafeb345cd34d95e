// SPDX-License-Identifier: Apache-2.0
#include "Audio/RateConverter.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

using parley::audio::RateConverter;

namespace
{

std::vector<std::int16_t> tone(std::size_t count, double rate)
{
    std::vector<std::int16_t> samples(count);
    for (std::size_t i = 0; i < count; ++i)
        samples[i] =
            static_cast<std::int16_t>(std::lround(10000 * std::sin(2 * std::numbers::pi * 440.0 * double(i) / rate)));
    return samples;
}

} // namespace

TEST_CASE("a stream in pieces comes out as long as it went in, and as the same tone", "[rate]")
{
    RateConverter converter(24000, 8000);
    const auto in = tone(24000, 24000);
    std::vector<std::int16_t> out;
    const auto append = [&](const std::vector<std::int16_t>& more) { out.insert(out.end(), more.begin(), more.end()); };
    for (std::size_t at = 0; at < in.size(); at += 480)
        append(converter.process(std::span(in).subspan(at, 480)));
    CHECK(out.size() < 8000);
    append(converter.finish());
    REQUIRE(out.size() == 8000);
    const auto expected = tone(8000, 8000);
    for (std::size_t i = 100; i < 7900; ++i)
        REQUIRE(std::abs(out[i] - expected[i]) < 60);
}

TEST_CASE("what follows an end is a stream of its own", "[rate]")
{
    RateConverter converter(8000, 24000);
    for (int turn = 0; turn < 2; ++turn)
    {
        const auto begin = converter.process(tone(800, 8000)).size();
        CHECK(begin + converter.finish().size() == 2400);
    }
    CHECK(converter.finish().empty());
}

TEST_CASE("equal rates change nothing", "[rate]")
{
    RateConverter converter(24000, 24000);
    CHECK(converter.process(tone(100, 24000)) == tone(100, 24000));
    CHECK(converter.finish().empty());
}
