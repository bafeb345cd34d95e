// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/OutputMix.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace parley::plugin;

namespace
{

constexpr int frames = 4800;

juce::AudioBuffer<float> filled(int channels, float value)
{
    juce::AudioBuffer<float> buffer(channels, frames);
    for (int channel = 0; channel < channels; ++channel)
        juce::FloatVectorOperations::fill(buffer.getWritePointer(channel), value, frames);
    return buffer;
}

/// Mixes until no gain moves any more.
juce::AudioBuffer<float> settled(OutputMix& mix, const BufferLayout& layout, float input, float said)
{
    juce::AudioBuffer<float> buffer;
    for (int block = 0; block < 5; ++block)
    {
        buffer = filled(std::max({layout.ins + layout.loudspeakers, layout.outs + layout.agentOuts, 1}), input);
        std::ranges::fill(mix.voice(frames), said);
        mix.mix(buffer, layout);
    }
    return buffer;
}

float lastOf(const juce::AudioBuffer<float>& buffer, int channel)
{
    return buffer.getSample(channel, frames - 1);
}

} // namespace

TEST_CASE("at first the main output is the agent alone")
{
    OutputMix mix;
    mix.setLevels(0, 1);
    const auto out = settled(mix, {.ins = 2, .outs = 2}, 0.5F, 0.25F);
    CHECK(lastOf(out, 0) == 0.25F);
    CHECK(lastOf(out, 1) == 0.25F);
}

TEST_CASE("the dry input sounds beside the agent at its level, in any mix of mono and stereo")
{
    for (const auto& [ins, outs] : {std::pair{1, 1}, {1, 2}, {2, 1}, {2, 2}})
    {
        OutputMix mix;
        mix.setLevels(0.5F, 1);
        const auto out = settled(mix, {.ins = ins, .outs = outs}, 0.5F, 0.125F);
        for (int channel = 0; channel < outs; ++channel)
            CHECK(lastOf(out, channel) == Approx(0.375F));
    }
}

TEST_CASE("the dry input goes down while the agent sounds, without a step, and comes back when it is silent")
{
    OutputMix mix;
    const BufferLayout layout{.ins = 1, .outs = 1};
    mix.setLevels(1, 0.25F);
    CHECK(lastOf(settled(mix, layout, 0.5F, 0), 0) == Approx(0.5F));
    auto buffer = filled(1, 0.5F);
    std::ranges::fill(mix.voice(frames), 0.01F);
    CHECK(mix.mix(buffer, layout) == Approx(0.01F));
    float last = 0.5F;
    float largestStep = 0;
    for (int frame = 0; frame < frames; ++frame)
    {
        const float dry = buffer.getSample(0, frame) - 0.01F;
        largestStep = std::max(largestStep, std::abs(dry - last));
        last = dry;
    }
    CHECK(last == Approx(0.125F));
    CHECK(largestStep < 0.01F);
    CHECK(lastOf(settled(mix, layout, 0.5F, 0), 0) == Approx(0.5F));
}

TEST_CASE("a short pause between two words does not bring the dry input back")
{
    OutputMix mix;
    const BufferLayout layout{.ins = 1, .outs = 1};
    mix.setLevels(1, 0.25F);
    static_cast<void>(settled(mix, layout, 0.5F, 0.1F));
    auto pause = filled(1, 0.5F);
    std::ranges::fill(mix.voice(frames), 0.0F);
    mix.mix(pause, layout);
    CHECK(lastOf(pause, 0) == Approx(0.125F));
}

TEST_CASE("the second output is the agent alone, whatever else sounds")
{
    OutputMix mix;
    mix.setLevels(1, 1);
    const auto out = settled(mix, {.ins = 2, .loudspeakers = 2, .outs = 2, .agentOuts = 2}, 0.5F, 0.25F);
    CHECK(lastOf(out, 0) == Approx(0.75F));
    CHECK(lastOf(out, 2) == 0.25F);
    CHECK(lastOf(out, 3) == 0.25F);
}

TEST_CASE("a dry input that is not finite is silence, and the agent is heard all the same")
{
    OutputMix mix;
    mix.setLevels(1, 1);
    for (const float poison : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()})
        CHECK(lastOf(settled(mix, {.ins = 1, .outs = 1}, poison, 0.25F), 0) == 0.25F);
}

TEST_CASE("without an input the output is the agent, and without an output nothing is touched")
{
    OutputMix mix;
    mix.setLevels(1, 1);
    CHECK(lastOf(settled(mix, {.ins = 0, .outs = 1}, 0.5F, 0.25F), 0) == 0.25F);
    CHECK(lastOf(settled(mix, {.ins = 1, .outs = 0}, 0.5F, 0.25F), 0) == 0.5F);
}
