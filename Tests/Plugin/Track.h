// SPDX-License-Identifier: GPL-3.0-or-later
// An instance on a host's track: the host's calls, in its pace, and what came out of them.
#pragma once

#include "Plugin/Instance.h"
#include "Plugin/PluginProcessor.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <string>

namespace parley::tests
{

/// Main input, loudspeakers, main output, agent alone; 0 channels: off.
inline juce::AudioProcessor::BusesLayout layoutOf(int ins, int loudspeakers, int outs, int agentOuts = 0)
{
    juce::AudioProcessor::BusesLayout layout;
    layout.inputBuses.add(juce::AudioChannelSet::canonicalChannelSet(ins));
    layout.inputBuses.add(juce::AudioChannelSet::canonicalChannelSet(loudspeakers));
    layout.outputBuses.add(juce::AudioChannelSet::canonicalChannelSet(outs));
    layout.outputBuses.add(juce::AudioChannelSet::canonicalChannelSet(agentOuts));
    return layout;
}

inline std::string stateOf(plugin::PluginProcessor& processor)
{
    juce::MemoryBlock block;
    processor.getStateInformation(block);
    return {static_cast<const char*>(block.getData()), block.getSize()};
}

inline void restore(plugin::PluginProcessor& processor, const std::string& state)
{
    processor.setStateInformation(state.data(), static_cast<int>(state.size()));
}

inline void pointAt(plugin::PluginProcessor& processor, const std::string& url)
{
    auto settings = processor.state().settings();
    settings.provider = {bridge::Provider::custom, url, "any"};
    REQUIRE(processor.state().setSettings(settings));
}

/// What it is given is a level of 0.25.
class Track
{
public:
    static constexpr int blockFrames = 480;

    Track() { instance->prepareToPlay(rate, blockFrames); }

    void connectTo(const std::string& url)
    {
        pointAt(*instance, url);
        instance->control().connect();
    }

    [[nodiscard]] bool isConnected() const
    {
        return instance->voiceBridge().status().state == realtime::ConnectionState::ready;
    }

    void process(int frames = blockFrames, bool isBypassed = false)
    {
        juce::AudioBuffer<float> buffer(channels, frames);
        for (int channel = 0; channel < channels; ++channel)
            juce::FloatVectorOperations::fill(buffer.getWritePointer(channel), 0.25F, frames);
        if (isBypassed)
            instance->processBlockBypassed(buffer, midi);
        else
            instance->processBlock(buffer, midi);
        for (int frame = 0; frame < frames; ++frame)
        {
            const auto sample = buffer.getSample(0, frame);
            largestStep = juce::jmax(largestStep, std::abs(sample - last));
            last = sample;
            isFinite = isFinite && std::isfinite(sample);
            isDry = isDry && sample == 0.25F;
            sounding += sample != 0.0F ? 1 : 0;
        }
    }

    template <typename Condition>
    bool playUntil(Condition isDone)
    {
        for (auto due = juce::Time::getMillisecondCounter(), end = due + 20000; due < end && !isDone(); due += 10)
        {
            process();
            juce::Time::waitForMillisecondCounter(due);
        }
        return isDone();
    }

    bool isHeard()
    {
        sounding = 0;
        return playUntil([this] { return sounding > blockFrames; });
    }

    void forget()
    {
        isDry = true;
        sounding = 0;
        last = 0;
        largestStep = 0;
    }

    Instance instance;
    double rate = 48000.0;
    int channels = 2;
    bool isDry = true;
    bool isFinite = true;
    int sounding = 0;
    float last = 0;
    float largestStep = 0;

private:
    juce::MidiBuffer midi;
};

} // namespace parley::tests
