// SPDX-License-Identifier: Apache-2.0
#include "Audio/G711.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>
#include <vector>

using namespace parley::audio;

namespace
{

std::uint8_t compressed(Law law, int sample)
{
    const auto from = static_cast<std::int16_t>(sample);
    std::uint8_t to = 0;
    compress(law, {&from, 1}, {&to, 1});
    return to;
}

int expanded(Law law, int code)
{
    const auto from = static_cast<std::uint8_t>(code);
    std::int16_t to = 0;
    expand(law, {&from, 1}, {&to, 1});
    return to;
}

/// Signal to quantising noise of a sine of this peak, in dB.
double quality(Law law, double peak)
{
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < 8000; ++i)
    {
        const double exact = peak * std::sin(2 * std::numbers::pi * 1013.0 * i / 8000);
        const auto sample = static_cast<int>(std::lround(exact));
        signal += exact * exact;
        noise += std::pow(expanded(law, compressed(law, sample)) - exact, 2);
    }
    return 10 * std::log10(signal / noise);
}

} // namespace

TEST_CASE("mu-law has the values of the standard's table", "[g711]")
{
    // ITU-T G.711, table 2: decoder output values on the 14-bit scale, and the character signals for them.
    struct Row
    {
        int code;
        int value;
    };
    for (const auto& [code, value] :
         {Row{0x80, 8031}, Row{0x8F, 4191}, Row{0x9F, 2079}, Row{0xAF, 1023}, Row{0xBF, 495}, Row{0xCF, 231},
          Row{0xDF, 99}, Row{0xEF, 33}, Row{0xFE, 2}, Row{0xFF, 0}, Row{0x00, -8031}, Row{0x7E, -2}})
    {
        INFO("code " << code);
        CHECK(expanded(Law::mu, code) == value * 4);
        CHECK(compressed(Law::mu, value * 4) == code);
    }
    CHECK(compressed(Law::mu, 32767) == 0x80);
    CHECK(compressed(Law::mu, -32768) == 0x00);
}

TEST_CASE("A-law has the values of the standard's table", "[g711]")
{
    // ITU-T G.711, table 1: decoder output values on the 13-bit scale, here eight times as large, with even bits
    // inverted.
    struct Row
    {
        int code;
        int value;
    };
    for (const auto& [code, value] : {Row{0xAA, 4032}, Row{0xA5, 2112}, Row{0xB5, 1056}, Row{0x85, 528}, Row{0x95, 264},
                                      Row{0xE5, 132}, Row{0xF5, 66}, Row{0xD5, 1}, Row{0x55, -1}, Row{0x2A, -4032}})
    {
        INFO("code " << code);
        CHECK(expanded(Law::a, code) == value * 8);
        CHECK(compressed(Law::a, value * 8) == code);
    }
    CHECK(compressed(Law::a, 32767) == 0xAA);
    CHECK(compressed(Law::a, -32768) == 0x2A);
    CHECK(compressed(Law::a, -1) == 0x55);
}

TEST_CASE("what was expanded compresses to the same byte again, and louder never becomes quieter", "[g711]")
{
    for (const auto law : {Law::mu, Law::a})
    {
        for (int code = 0; code < 256; ++code)
        {
            const bool isNegativeZero = law == Law::mu && code == 0x7F;
            CHECK(compressed(law, expanded(law, code)) == (isNegativeZero ? 0xFF : code));
        }
        for (int sample = -32767; sample < 32768; sample += 3)
            REQUIRE(expanded(law, compressed(law, sample)) >= expanded(law, compressed(law, sample - 1)));
    }
}

TEST_CASE("speech keeps the quality of a telephone over 40 dB of loudness", "[g711]")
{
    // ITU-T G.712 asks for 33 dB down to -30 dBm0.
    for (const auto law : {Law::mu, Law::a})
        for (const double peak : {20000.0, 2000.0, 700.0})
            CHECK(quality(law, peak) > 33.0);
}
