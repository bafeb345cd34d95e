// SPDX-License-Identifier: GPL-3.0-or-later
// One instance of Parley in a host: parameters, state, and a bridge to the agent that does the work.
#pragma once

#include "Bridge/VoiceBridge.h"
#include "Plugin/LazyBridge.h"
#include "Plugin/Parameters.h"
#include "Plugin/PluginState.h"

#include <JuceHeader.h>

namespace parley::plugin
{

/// Connects only when the parameter `connect` goes on: never by being made, restored, prepared or shown. Rendered
/// offline the agent is not run, and the input passes dry. Bypassed the agent is silent, and the input passes dry.
class PluginProcessor : public juce::AudioProcessor, private juce::Timer
{
public:
    PluginProcessor();
    ~PluginProcessor() override;

    [[nodiscard]] Parameters& parameters() noexcept { return values; }
    [[nodiscard]] PluginState& state() noexcept { return saved; }
    /// @thread any but audio
    [[nodiscard]] LazyBridge& voiceBridge() noexcept { return voice; }

    /// True when the session under way was begun with other settings than the present ones.
    /// @thread message
    [[nodiscard]] bool hasUnappliedSettings() const;

    /// Stops the agent at once. @thread any but audio
    void interruptAgent() { voice.interrupt(); }

    const juce::String getName() const override { return "Parley"; }
    void prepareToPlay(double sampleRate, int largestBlock) override;
    /// Hosts suspend and resume on every play, so the session goes on.
    void releaseResources() override {}
    bool isBusesLayoutSupported(const BusesLayout& layout) const override;

    using juce::AudioProcessor::processBlock;
    using juce::AudioProcessor::processBlockBypassed;
    /// @thread audio
    void processBlock(juce::AudioBuffer<float>& buffer, juce::MidiBuffer& midi) override;
    /// @thread audio
    void processBlockBypassed(juce::AudioBuffer<float>& buffer, juce::MidiBuffer& midi) override;

    /// The agent may speak at any time, with or without input.
    double getTailLengthSeconds() const override { return std::numeric_limits<double>::infinity(); }
    bool acceptsMidi() const override { return false; }
    bool producesMidi() const override { return false; }

    int getNumPrograms() override { return 1; }
    int getCurrentProgram() override { return 0; }
    void setCurrentProgram(int) override {}
    const juce::String getProgramName(int) override { return "Default"; }
    void changeProgramName(int, const juce::String&) override {}

    /// @thread any but audio
    void getStateInformation(juce::MemoryBlock& destination) override;
    /// Never touches `connect`: opening a project opens no connection. @thread any but audio
    void setStateInformation(const void* data, int sizeInBytes) override;

    bool hasEditor() const override { return true; }
    juce::AudioProcessorEditor* createEditor() override;

private:
    /// Parameters may change on the audio thread; what follows from them is done here, on the message thread.
    void timerCallback() override;
    void followConnectParameter();
    void followInterruptParameter();
    void passDry(juce::AudioBuffer<float>& buffer) const noexcept;
    void speak(juce::AudioBuffer<float>& buffer) noexcept;
    void applyOutputGain(juce::AudioBuffer<float>& buffer) noexcept;

    Parameters values;
    PluginState saved;
    LazyBridge voice;
    juce::SmoothedValue<float> outputGain{1.0F};
    Settings connectedWith;
    bool isConnectWanted = false;
    bool wasInterruptOn = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(PluginProcessor)
};

} // namespace parley::plugin
