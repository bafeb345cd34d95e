// SPDX-License-Identifier: Apache-2.0
#include "Audio/Resampler.h"
#include "Support/ResamplerProbe.h"

#include <catch2/catch.hpp>

#include <array>
#include <chrono>

using namespace parley;
using namespace parley::audio;
using namespace std::chrono_literals;

namespace
{

constexpr std::array hostRates{8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000, 176400, 192000};

Resampler make(int from, int to)
{
    auto made = Resampler::create(from, to);
    REQUIRE(made);
    return std::move(made).value();
}

ResamplerProbe probe(int from, int to)
{
    return {from, to,
            [from, to](std::span<const float> input)
            {
                auto resampler = make(from, to);
                std::vector<float> output;
                resampler.process(input, output);
                return output;
            },
            0.1};
}

template <typename Check>
void forEachConversion(Check check)
{
    for (const auto host : hostRates)
    {
        check(host, 24000);
        check(24000, host);
    }
}

} // namespace

TEST_CASE("on the way to the wire, what the wire's band cannot hold is 100 dB down at every host rate")
{
    for (const auto host : hostRates)
    {
        const auto toWire = probe(host, 24000);
        // The worst lie close to the band's edge.
        for (const auto factor : {1.0, 1.002, 1.005, 1.01, 1.02, 1.05, 1.2, 1.5})
        {
            const auto frequency = toWire.stopBand() * factor;
            CAPTURE(host, frequency);
            if (frequency < host / 2.0)
                CHECK(toWire.passedDb(frequency) < -100);
        }
    }
}

TEST_CASE("on the way to the host, what the host's band cannot hold is 100 dB down at every host rate")
{
    for (const auto host : hostRates)
    {
        const auto toHost = probe(24000, host);
        for (const auto factor : {1.0, 1.001, 1.003, 1.01, 1.05, 1.3})
        {
            const auto frequency = toHost.stopBand() * factor;
            CAPTURE(host, frequency);
            if (frequency < 12000)
                CHECK(toHost.passedDb(frequency) < -100);
        }
    }
}

TEST_CASE("a tone comes out alone: images and all else are 100 dB down, both ways, at every host rate")
{
    forEachConversion(
        [](int from, int to)
        {
            const auto measured = probe(from, to);
            for (const auto share : {0.0833, 0.43, 0.6, 0.78, 0.9347, 0.9536, 0.9583})
            {
                CAPTURE(from, to, share);
                CHECK(measured.reading(measured.nyquist() * share).restDb < -100);
            }
        });
}

TEST_CASE("a rate that has next to nothing in common with the wire's is resampled as well as the others")
{
    for (const auto host : {44099, 47999})
        for (const auto& measured : {probe(host, 24000), probe(24000, host)})
        {
            CAPTURE(measured.fromRate, measured.toRate);
            CHECK(measured.worstAliasDb(7) < -100);
            CHECK(measured.rippleDb(4) < 0.1);
        }
}

TEST_CASE("the gain is even within 0.1 dB up to 0.9 of the band, both ways, at every host rate")
{
    forEachConversion(
        [](int from, int to)
        {
            CAPTURE(from, to);
            CHECK(probe(from, to).rippleDb(6) < 0.1);
        });
}

TEST_CASE("an hour is as long at the other rate as it should be, to the frame")
{
    // After a second the rates' common period is over, and the resampler stands where it stood: second follows second.
    forEachConversion(
        [](int from, int to)
        {
            auto resampler = make(from, to);
            const std::vector<float> second(static_cast<std::size_t>(from), 0.1F);
            std::vector<float> output;
            resampler.process(second, output);
            auto before = output.size();
            for (int i = 0; i < 3; ++i)
            {
                output.clear();
                resampler.process(second, output);
                CAPTURE(from, to);
                CHECK(output.size() == static_cast<std::size_t>(to));
                before += output.size();
            }
            output.clear();
            resampler.finish(output);
            CHECK(before + output.size() == static_cast<std::size_t>(to) * 4);
        });
}

TEST_CASE("nothing is allocated while it runs when there is room for what it says it needs")
{
    forEachConversion(
        [](int from, int to)
        {
            auto resampler = make(from, to);
            for (const std::size_t frames : {1U, 480U, 5000U})
            {
                const std::vector<float> input(frames, 0.1F);
                std::vector<float> output;
                output.reserve(resampler.mostFramesFor(frames));
                const auto* const memory = output.data();
                for (int turn = 0; turn < 3; ++turn)
                {
                    resampler.process(input, output);
                    resampler.finish(output);
                    CAPTURE(from, to, frames);
                    CHECK(output.data() == memory);
                    output.clear();
                    resampler.process(input, output);
                    output.clear();
                    resampler.process(input, output);
                    CHECK(output.data() == memory);
                    resampler.reset();
                    output.clear();
                }
            }
        });
}

TEST_CASE("the latency it names is what its output lags behind, and below 4 ms at rates from 24 kHz on")
{
    forEachConversion(
        [](int from, int to)
        {
            auto resampler = make(from, to);
            std::vector<float> output;
            resampler.process(std::vector<float>(static_cast<std::size_t>(from / 10), 0.1F), output);
            const auto lag = 0.1 - static_cast<double>(output.size()) / to;
            CAPTURE(from, to, lag);
            const auto named = std::chrono::duration<double>(resampler.latency()).count();
            CHECK(lag == Approx(named).margin(1.0 / to + 1.0 / from));
            if (std::min(from, to) >= 24000)
                CHECK(resampler.latency() < 4ms);
        });
}
