// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/ReferenceDelay.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

using parley::audio::detail::ReferenceDelay;

namespace
{

constexpr std::size_t frame = ReferenceDelay::frameLength;

float toneAt(double sample)
{
    return static_cast<float>(std::sin(2 * std::numbers::pi * 1000 * sample / ReferenceDelay::sampleRate));
}

/// Sends a tone of 1 kHz through and gives what comes out at the end; `before` sees the delay ahead of each frame.
template <typename Before>
std::vector<float> sent(ReferenceDelay& delay, std::size_t frames, Before&& before)
{
    std::vector<float> out;
    for (std::size_t i = 0; i < frames; ++i)
    {
        std::vector<float> in(frame);
        for (std::size_t k = 0; k < frame; ++k)
            in[k] = toneAt(static_cast<double>(i * frame + k));
        before(i);
        const auto& made = delay.process(in);
        out.insert(out.end(), made.begin(), made.end());
    }
    return out;
}

} // namespace

TEST_CASE("the reference comes out as late as it was asked to, to a fraction of a sample")
{
    const double samples = GENERATE(0.0, 480.0, 1000.5, 9600.25, 47999.75);
    ReferenceDelay delay;
    delay.set(samples);
    const auto out = sent(delay, 110, [](std::size_t) {});
    double worst = 0;
    for (std::size_t i = out.size() - 2 * frame; i < out.size(); ++i)
        worst = std::max(worst, static_cast<double>(std::abs(out[i] - toneAt(static_cast<double>(i) - samples))));
    CHECK(worst < 2e-3);
}

TEST_CASE("a delay that grows with two clocks is followed without a click")
{
    ReferenceDelay delay;
    delay.set(4800);
    const auto out = sent(delay, 200,
                          [&](std::size_t i)
                          {
                              if (i > 30 && i % 16 == 0)
                                  delay.set(4800 + 0.096 * static_cast<double>(i));
                          });
    // What one sample of 1 kHz can differ from the next, and a thousandth.
    const float steepest = toneAt(1) + 0.001F;
    for (std::size_t i = 6000; i < out.size(); ++i)
        REQUIRE(std::abs(out[i] - out[i - 1]) <= steepest);
}

TEST_CASE("an empty reference is silence, and a reset forgets what was on its way")
{
    ReferenceDelay delay;
    delay.set(960);
    static_cast<void>(sent(delay, 10, [](std::size_t) {}));
    const auto isSilent = [](const ReferenceDelay::Frame& made)
    { return std::all_of(made.begin(), made.end(), [](float sample) { return sample == 0; }); };
    CHECK_FALSE(isSilent(delay.process({})));
    delay.reset();
    CHECK(isSilent(delay.process({})));
}
