// SPDX-License-Identifier: Apache-2.0
#include "Audio/Pcm16.h"

#include <catch2/catch.hpp>

#include <array>
#include <limits>
#include <numeric>
#include <random>

using namespace parley::audio;

namespace
{

std::vector<std::int16_t> converted(const std::vector<float>& from)
{
    std::vector<std::int16_t> to(from.size());
    floatToPcm16(from, to);
    return to;
}

} // namespace

TEST_CASE("every 16-bit sample survives the way to float and back")
{
    std::vector<std::int16_t> all(65536);
    std::iota(all.begin(), all.end(), std::numeric_limits<std::int16_t>::min());
    std::vector<float> floats(all.size());
    pcm16ToFloat(all, floats);
    CHECK(floats.front() == -1.0F);
    CHECK(converted(floats) == all);
}

TEST_CASE("floats are rounded to the nearest step and clipped at full scale")
{
    constexpr float step = 1.0F / 32768.0F;
    CHECK(converted({0.4F * step, 0.6F * step, -0.4F * step, -0.6F * step, 99.6F * step, -99.6F * step}) ==
          std::vector<std::int16_t>{0, 1, 0, -1, 100, -100});
    CHECK(converted({1.0F, -1.0F, 2.0F, -2.0F, 1e30F, -1e30F}) ==
          std::vector<std::int16_t>{32767, -32768, 32767, -32768, 32767, -32768});
    constexpr auto infinite = std::numeric_limits<float>::infinity();
    CHECK(converted({infinite, -infinite, std::numeric_limits<float>::quiet_NaN()}) ==
          std::vector<std::int16_t>{32767, -32768, 0});
}

TEST_CASE("samples of any number come back from base64 as they were")
{
    std::mt19937 random(1);
    for (std::size_t count = 0; count < 100; ++count)
    {
        std::vector<std::int16_t> samples(count);
        for (auto& sample : samples)
            sample = static_cast<std::int16_t>(random());
        std::string text;
        appendBase64(samples, text);
        CHECK(text.size() == (count * 2 + 2) / 3 * 4);
        std::vector<std::int16_t> back;
        CHECK(decodeBase64(text, back));
        CHECK(back == samples);
    }
}

TEST_CASE("base64 is the little-endian bytes in the standard alphabet, appended")
{
    std::string text = "x";
    appendBase64(std::array<std::int16_t, 2>{0x0201, 0x0403}, text);
    CHECK(text == "xAQIDBA==");
    std::vector<std::int16_t> samples = {9};
    CHECK(decodeBase64("AQIDBAUG", samples));
    CHECK(samples == std::vector<std::int16_t>{9, 0x0201, 0x0403, 0x0605});
    CHECK(decodeBase64("+/8=", samples));
    CHECK(samples.back() == static_cast<std::int16_t>(0xFFFB));
    CHECK(decodeBase64("", samples));
}

TEST_CASE("text that is not base64 of whole samples is refused and adds nothing")
{
    const auto* text = GENERATE("A", "AQI", "AQID", "AQ==", "AQIDBA", "AQIDBA=", "AQIDBA===", "AQI=AQI=", "AQ-DBAUG",
                                "AQ_DBAUG", "AQ DBAUG", "AQID\nBAUG", "A===", "====", "=AQI",
                                "AQIDBB==", "AQJ=", "AQI=\n", "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF");
    CAPTURE(text);
    std::vector<std::int16_t> samples = {1, 2};
    CHECK_FALSE(decodeBase64(text, samples));
    CHECK(samples == std::vector<std::int16_t>{1, 2});
}

TEST_CASE("a wrong character is found wherever it stands")
{
    std::string text;
    appendBase64(std::vector<std::int16_t>(32, 0x1234), text);
    std::vector<std::int16_t> samples;
    for (std::size_t at = 0; at < text.size(); ++at)
    {
        auto broken = text;
        broken[at] = '*';
        CAPTURE(at);
        CHECK_FALSE(decodeBase64(broken, samples));
    }
    CHECK(samples.empty());
}

TEST_CASE("every character counts for its value or is refused, wherever it stands")
{
    const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::string zeros(64, 'A');
    for (std::size_t at = 0; at < zeros.size(); ++at)
        for (int code = 0; code < 256; ++code)
        {
            auto text = zeros;
            text[at] = static_cast<char>(code);
            const auto value = alphabet.find(text[at]);
            std::vector<std::int16_t> samples;
            if (decodeBase64(text, samples) != (value != std::string::npos))
                FAIL("place " << at << ", code " << code);
            std::string back;
            appendBase64(samples, back);
            if (value != std::string::npos && back != text)
                FAIL("place " << at << ", code " << code << " came back as " << back);
        }
}
