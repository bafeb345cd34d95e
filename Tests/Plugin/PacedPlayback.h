// SPDX-License-Identifier: GPL-3.0-or-later
// A loaded plugin that plays in real time, without anything of the host's own that an audio thread must not do.
#pragma once

#include <JuceHeader.h>

#include <chrono>
#include <cstddef>

namespace parley::tests
{

/// Silent blocks of 10 ms at 48 kHz, for which the plugin has been prepared; their memory is there before they play.
class PacedPlayback
{
public:
    static constexpr double rate = 48000.0;
    static constexpr int blockFrames = 480;

    explicit PacedPlayback(juce::AudioPluginInstance& played)
        : plugin(played)
        , buffer(juce::jmax(played.getTotalNumInputChannels(), played.getTotalNumOutputChannels()), blockFrames)
    {
    }

    void processBlock()
    {
        buffer.clear();
        plugin.processBlock(buffer, midi);
    }

    /// Paced by looking at the clock: waiting would be a system call. Tells how many blocks there were.
    std::size_t processFor(std::chrono::steady_clock::duration time)
    {
        using Clock = std::chrono::steady_clock;
        std::size_t blocks = 0;
        const auto end = Clock::now() + time;
        for (auto due = Clock::now(); due < end; due += std::chrono::milliseconds(10), ++blocks)
        {
            while (Clock::now() < due)
                continue;
            processBlock();
        }
        return blocks;
    }

private:
    juce::AudioPluginInstance& plugin;
    juce::AudioBuffer<float> buffer;
    juce::MidiBuffer midi;
};

} // namespace parley::tests
