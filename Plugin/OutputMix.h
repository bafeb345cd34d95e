// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves the plugin: the dry input, turned down while the agent sounds, and the agent's voice.
#pragma once

#include "Audio/GainRamp.h"

#include <JuceHeader.h>

#include <span>
#include <vector>

namespace parley::plugin
{

/// How many channels of a host's buffer belong to which bus; the buses lie one behind the other in it.
struct BufferLayout
{
    int ins = 0;
    int loudspeakers = 0;
    int outs = 0;
    int agentOuts = 0; ///< Of the second output.
};

/// The main input brought to the channels of the main output: copied, or the mean. Without an input: silence.
/// @thread audio
void passDry(juce::AudioBuffer<float>& buffer, const BufferLayout& layout) noexcept;

/// @thread audio, except where marked
class OutputMix
{
public:
    /// The agent counts as sounding so long after its last frame above -60 dBFS.
    static constexpr double duckingHoldSeconds = 0.3;
    /// So many frames are mixed at once, whatever the host said of its blocks.
    static constexpr int leastFrames = 8192;

    /// The dry input begins silent.
    OutputMix() noexcept;

    /// @thread any; not while the audio thread calls
    void prepare(double sampleRate, int largestBlock);

    /// Where the voice of the next `frames` frames is to be written; empty: `capacity` is smaller.
    [[nodiscard]] std::span<float> voice(int frames) noexcept
    {
        return std::span(agent).first(static_cast<std::size_t>(frames));
    }
    [[nodiscard]] int capacity() const noexcept { return static_cast<int>(agent.size()); }

    /// Linear gains; `ducking` is what the dry input is turned down to while the agent sounds.
    void setLevels(float dry, float ducking) noexcept;

    /// Mixes `voice(frames)` and the input of the buffer in place. What is not finite becomes silence. Allocates
    /// nothing. Returns the voice's peak.
    float mix(juce::AudioBuffer<float>& buffer, const BufferLayout& layout) noexcept;

private:
    void addDry(juce::AudioBuffer<float>& buffer, const BufferLayout& layout, std::span<const float> said) noexcept;

    std::vector<float> agent = std::vector<float>(static_cast<std::size_t>(leastFrames));
    std::vector<float> gains = std::vector<float>(static_cast<std::size_t>(leastFrames));
    audio::GainRamp ramp;
    int rate = 48000;
    int soundingFrames = 0; ///< Until the agent counts as silent.
    float dryGain = 0;
    float duckedGain = 0;
    bool isDrySilent = true; ///< The ramp has reached 0, and nothing else is wanted.
};

} // namespace parley::plugin
