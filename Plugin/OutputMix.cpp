// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/OutputMix.h"

#include "Audio/Peak.h"

#include <algorithm>
#include <cmath>

namespace parley::plugin
{

namespace
{

constexpr float soundingPeak = 0.001F;

} // namespace

void passDry(juce::AudioBuffer<float>& buffer, const BufferLayout& layout) noexcept
{
    const int frames = buffer.getNumSamples();
    if (frames == 0)
        return;
    if (layout.ins == 2 && layout.outs == 1)
    {
        buffer.addFrom(0, 0, buffer, 1, 0, frames);
        buffer.applyGain(0, 0, frames, 0.5F);
    }
    for (int channel = layout.ins; channel < layout.outs; ++channel)
    {
        if (layout.ins > 0)
            buffer.copyFrom(channel, 0, buffer, 0, 0, frames);
        else
            buffer.clear(channel, 0, frames);
    }
}

OutputMix::OutputMix() noexcept
{
    ramp.aim(0);
    ramp.restart();
}

void OutputMix::prepare(double sampleRate, int largestBlock)
{
    rate = static_cast<int>(std::lround(sampleRate));
    const auto frames = static_cast<std::size_t>(std::max(largestBlock, leastFrames));
    agent.assign(frames, 0.0F);
    gains.assign(frames, 0.0F);
}

void OutputMix::setLevels(float dry, float ducking) noexcept
{
    dryGain = dry;
    duckedGain = dry * ducking;
}

float OutputMix::mix(juce::AudioBuffer<float>& buffer, const BufferLayout& layout) noexcept
{
    const int frames = buffer.getNumSamples();
    const std::span<const float> said = voice(frames);
    const auto* const first = said.data();
    const float peak = audio::peakOf(&first, 1, 0, frames);
    soundingFrames = peak > soundingPeak ? static_cast<int>(duckingHoldSeconds * rate) + frames
                                         : std::max(0, soundingFrames - frames);
    const float wanted = soundingFrames > 0 ? duckedGain : dryGain;
    if (wanted == 0.0F && isDrySilent)
        for (int channel = 0; channel < layout.outs; ++channel)
            buffer.copyFrom(channel, 0, first, frames);
    else
    {
        ramp.aim(wanted);
        addDry(buffer, layout, said);
    }
    for (int channel = layout.outs; channel < layout.outs + layout.agentOuts; ++channel)
        buffer.copyFrom(channel, 0, first, frames);
    return peak;
}

void OutputMix::addDry(juce::AudioBuffer<float>& buffer, const BufferLayout& layout,
                       std::span<const float> said) noexcept
{
    passDry(buffer, layout);
    const auto gain = std::span(gains).first(said.size());
    std::ranges::fill(gain, 1.0F);
    ramp.apply(gain, rate);
    isDrySilent = gain.empty() || gain.back() == 0.0F;
    for (int channel = 0; channel < layout.outs; ++channel)
    {
        auto* out = buffer.getWritePointer(channel);
        for (std::size_t frame = 0; frame < said.size(); ++frame)
        {
            const float dry = out[frame] * gain[frame];
            out[frame] = (std::isfinite(dry) ? dry : 0.0F) + said[frame];
        }
    }
}

} // namespace parley::plugin
