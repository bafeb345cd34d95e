// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/PolyphaseRun.h"

#include <catch2/catch.hpp>

#include <random>

using namespace parley::audio::detail;

namespace
{

struct Place
{
    std::size_t frame = 0;
    std::uint64_t phase = 0;
};

Place placeOf(const PolyphaseFilter& filter, std::uint64_t phase, std::size_t output)
{
    const auto place = phase + output * filter.down;
    return {static_cast<std::size_t>(place / filter.up), place % filter.up};
}

/// By the definition, in double precision.
double expected(const PolyphaseFilter& filter, std::span<const float> signal, Place place)
{
    const auto row = static_cast<double>(place.phase * filter.rowsOfStep) / static_cast<double>(filter.up);
    const auto before = static_cast<std::uint64_t>(row);
    const auto share = row - static_cast<double>(before);
    double sum = 0;
    for (std::size_t tap = 0; tap < filter.taps; ++tap)
        sum += static_cast<double>(signal[place.frame + tap]) *
               ((1 - share) * static_cast<double>(filter.row(before)[tap]) +
                share * static_cast<double>(filter.row(before + 1)[tap]));
    return sum;
}

std::vector<float> noise(std::size_t frames)
{
    std::mt19937 random(11);
    std::vector<float> made(frames);
    for (auto& sample : made)
        sample = static_cast<float>(random()) / 4294967296.0F - 0.5F;
    return made;
}

} // namespace

TEST_CASE("each output is the sum its filter says, and the same whichever others are made with it")
{
    struct Rates
    {
        int from;
        int to;
    };
    const auto rates = GENERATE(Rates{48000, 24000}, Rates{24000, 48000}, Rates{44100, 24000}, Rates{24000, 44100},
                                Rates{192000, 24000}, Rates{24000, 47999}, Rates{44099, 24000});
    const auto filter = PolyphaseFilter::between(rates.from, rates.to);
    const auto signal = noise(4096);
    for (const std::size_t count : {1U, 2U, 3U, 5U, 6U, 7U, 200U})
        for (const auto phase : {std::uint64_t{0}, filter->up / 3, filter->up - 1})
        {
            std::vector<float> outputs(count);
            runPolyphase(*filter, signal.data(), phase, outputs);
            for (std::size_t i = 0; i < count; ++i)
            {
                const auto place = placeOf(*filter, phase, i);
                CAPTURE(rates.from, rates.to, count, phase, i);
                CHECK(std::abs(static_cast<double>(outputs[i]) - expected(*filter, signal, place)) < 1e-6);
                float alone = 0;
                runPolyphase(*filter, signal.data() + place.frame, place.phase, {&alone, 1});
                CHECK(outputs[i] == alone);
            }
        }
}

TEST_CASE("resamplers between the same rates share one filter, and the last of them lets it go")
{
    auto first = PolyphaseFilter::between(88200, 24000);
    const auto second = PolyphaseFilter::between(88200, 24000);
    CHECK(first == second);
    CHECK(first != PolyphaseFilter::between(24000, 88200));
    const std::weak_ptr<const PolyphaseFilter> watch = first;
    first.reset();
    CHECK_FALSE(watch.expired());
}
