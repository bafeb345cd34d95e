// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Pictures/LiveHost.h"

#include <algorithm>
#include <chrono>

namespace parley::tests
{

namespace
{

constexpr float noiseLevel = 0.002F; ///< About -54 dB at its peaks.
constexpr float echoLevel = 0.06F;   ///< The loudspeaker at the microphone.
constexpr std::size_t echoDelayFrames = 48 * 60;

} // namespace

LiveHost::LiveHost(plugin::PluginProcessor& hosted)
    : processor(hosted)
    , room(echoDelayFrames, 0.0F)
{
    processor.setNonRealtime(false);
    processor.prepareToPlay(sampleRate, blockFrames);
    audio = std::thread([this] { run(); });
}

LiveHost::~LiveHost()
{
    isRunning = false;
    audio.join();
    processor.releaseResources();
}

void LiveHost::say(const std::vector<float>& speech)
{
    const std::scoped_lock lock(guard);
    words.insert(words.end(), speech.begin(), speech.end());
}

bool LiveHost::isSilent() const
{
    const std::scoped_lock lock(guard);
    return words.empty();
}

void LiveHost::run()
{
    juce::MidiBuffer midi;
    juce::AudioBuffer<float> buffer(
        std::max(processor.getTotalNumInputChannels(), processor.getTotalNumOutputChannels()), blockFrames);
    auto due = std::chrono::steady_clock::now();
    while (isRunning)
    {
        fillInput(buffer);
        midi.clear();
        processor.processBlock(buffer, midi);
        hearOutput(buffer);
        due += std::chrono::milliseconds(10);
        std::this_thread::sleep_until(due);
    }
}

void LiveHost::fillInput(juce::AudioBuffer<float>& buffer)
{
    std::vector<float> said(blockFrames, 0.0F);
    {
        const std::scoped_lock lock(guard);
        const auto count = std::min<std::size_t>(words.size(), blockFrames);
        std::copy_n(words.begin(), count, said.begin());
        words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count));
    }
    std::uniform_real_distribution<float> noise(-noiseLevel, noiseLevel);
    for (int frame = 0; frame < blockFrames; ++frame)
    {
        const auto index = static_cast<std::size_t>(frame);
        const float heard = said[index] + noise(random) + echoLevel * room[index];
        for (int channel = 0; channel < buffer.getNumChannels(); ++channel)
            buffer.setSample(channel, frame, heard);
    }
}

void LiveHost::hearOutput(const juce::AudioBuffer<float>& buffer)
{
    room.erase(room.begin(), room.begin() + blockFrames);
    const auto* sounding = buffer.getReadPointer(0);
    room.insert(room.end(), sounding, sounding + blockFrames);
}

} // namespace parley::tests
