// SPDX-License-Identifier: Apache-2.0
#include "Audio/Resampler.h"
#include "Support/PlayoutRig.h"

#include <catch2/catch.hpp>

#include <random>

using namespace parley;
using namespace parley::audio;

namespace
{

Resampler make(int from, int to)
{
    auto made = Resampler::create(from, to);
    REQUIRE(made);
    return std::move(made).value();
}

std::vector<float> resampled(const std::vector<float>& input, int from, int to, std::uint32_t seed = 0)
{
    auto resampler = make(from, to);
    std::mt19937 random(seed);
    std::vector<float> output;
    for (std::size_t at = 0; at < input.size();)
    {
        const auto block = seed == 0 ? input.size() : std::min<std::size_t>(random() % 3000, input.size() - at);
        resampler.process(std::span(input).subspan(at, block), output);
        at += block;
    }
    resampler.finish(output);
    return output;
}

double power(std::span<const float> samples)
{
    double sum = 0;
    for (const auto sample : samples)
        sum += static_cast<double>(sample) * static_cast<double>(sample);
    return sum / static_cast<double>(samples.size());
}

/// Signal to everything else in dB, against the best fit of a sine of this frequency; the ends are left out.
double sineToNoiseDb(std::span<const float> samples, double frequency, double rate)
{
    const auto inner = samples.subspan(samples.size() / 4, samples.size() / 2);
    double inPhase = 0;
    double quadrature = 0;
    const auto angle = [&](std::size_t i) { return 2 * std::numbers::pi * frequency * static_cast<double>(i) / rate; };
    for (std::size_t i = 0; i < inner.size(); ++i)
    {
        inPhase += static_cast<double>(inner[i]) * std::sin(angle(i));
        quadrature += static_cast<double>(inner[i]) * std::cos(angle(i));
    }
    const double scale = 2 / static_cast<double>(inner.size());
    double noise = 0;
    for (std::size_t i = 0; i < inner.size(); ++i)
    {
        const double fit = scale * (inPhase * std::sin(angle(i)) + quadrature * std::cos(angle(i)));
        noise += (static_cast<double>(inner[i]) - fit) * (static_cast<double>(inner[i]) - fit);
    }
    return 10 * std::log10(power(inner) * static_cast<double>(inner.size()) / noise);
}

const int hostRates[] = {8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000, 176400, 192000};

} // namespace

TEST_CASE("as many frames come out as the two rates say, to the frame")
{
    for (const auto host : hostRates)
        for (const bool toWire : {true, false})
            for (const std::size_t frames : {0U, 1U, 2U, 479U, 4801U, 20011U})
            {
                const auto from = static_cast<std::size_t>(toWire ? host : 24000);
                const auto to = static_cast<std::size_t>(toWire ? 24000 : host);
                const auto wanted = (frames * to + from - 1) / from;
                CAPTURE(from, to, frames);
                const std::vector<float> input(frames, 0.1F);
                CHECK(resampled(input, static_cast<int>(from), static_cast<int>(to), 3).size() == wanted);
            }
}

TEST_CASE("no more comes out on the way than what went in stands for")
{
    auto resampler = make(44100, 24000);
    std::vector<float> output;
    const std::vector<float> block(441, 0.1F);
    for (std::size_t i = 1; i <= 100; ++i)
    {
        resampler.process(block, output);
        CHECK(output.size() <= i * 240);
        CHECK(output.size() + 200 >= i * 240);
    }
}

TEST_CASE("the result does not depend on how the input was cut into blocks")
{
    std::mt19937 random(5);
    std::vector<float> noise(30000);
    for (auto& sample : noise)
        sample = static_cast<float>(random()) / 4294967296.0F - 0.5F;
    for (const auto host : {16000, 44100, 48000, 192000})
        CHECK(resampled(noise, host, 24000) == resampled(noise, host, 24000, 9));
}

TEST_CASE("a tone keeps 90 dB of distance to all that the resampler adds")
{
    const double frequency = GENERATE(1000.0, 5000.0);
    for (const auto host : {16000, 22050, 44100, 48000, 96000, 192000})
    {
        CAPTURE(frequency, host);
        const auto down = resampled(sine(static_cast<std::size_t>(host), frequency, host, 0.9), host, 24000);
        CHECK(sineToNoiseDb(down, frequency, 24000) > 90);
        const auto up = resampled(sine(24000, frequency, 24000, 0.9), 24000, host);
        CHECK(sineToNoiseDb(up, frequency, host) > 90);
    }
}

TEST_CASE("a tone above the wire's band is gone by more than 80 dB")
{
    const double frequency = GENERATE(12600.0, 13000.0, 15000.0, 19000.0);
    for (const auto host : {44100, 48000, 96000, 192000})
    {
        CAPTURE(frequency, host);
        const auto tone = sine(static_cast<std::size_t>(host), frequency, host, 0.9);
        const auto down = resampled(tone, host, 24000);
        const auto inner = std::span(down).subspan(down.size() / 4, down.size() / 2);
        CHECK(10 * std::log10(power(inner) / power(tone)) < -80);
    }
}

TEST_CASE("an impulse comes out at its place: the first frame out belongs to the first frame in")
{
    for (const auto host : hostRates)
        for (const bool toWire : {true, false})
        {
            const int from = toWire ? host : 24000;
            const int to = toWire ? 24000 : host;
            std::vector<float> input(8000, 0.0F);
            input[4000] = 1.0F;
            const auto output = resampled(input, from, to);
            const auto peak = std::max_element(output.begin(), output.end()) - output.begin();
            const auto wanted = std::llround(4000.0 * to / from);
            CAPTURE(from, to, peak, wanted);
            CHECK(std::abs(peak - wanted) <= 1);
        }
}

TEST_CASE("after finish or reset a resampler is as good as new")
{
    const auto tone = sine(5000, 440, 44100);
    const auto wanted = resampled(tone, 44100, 24000);
    auto resampler = make(44100, 24000);
    std::vector<float> output;
    resampler.process(std::vector<float>(777, 0.9F), output);
    resampler.reset();
    output.clear();
    resampler.process(tone, output);
    resampler.finish(output);
    CHECK(output == wanted);
    output.clear();
    resampler.process(tone, output);
    resampler.finish(output);
    CHECK(output == wanted);
}

TEST_CASE("equal rates pass the samples through")
{
    const auto tone = sine(5000, 440, 24000);
    CHECK(resampled(tone, 24000, 24000, 4) == tone);
}

TEST_CASE("a rate that makes no sense is refused with what would do")
{
    for (const auto rate : {-1, 0, 3999, 768001})
    {
        const auto made = Resampler::create(rate, 24000);
        REQUIRE_FALSE(made);
        CHECK(made.error().code == ErrorCode::invalidArgument);
        CHECK(made.error().message.find("4000 to 768000") != std::string::npos);
        CHECK_FALSE(Resampler::create(24000, rate));
    }
    CHECK(make(4000, 768000).toRate() == 768000);
}
