// SPDX-License-Identifier: GPL-3.0-or-later
// The floor beneath a plugin: what JUCE's users write first, stereo in and out, with some parameters that do nothing.
#pragma once

#include <JuceHeader.h>

#include <memory>

namespace parley::tests
{

class BareProcessor : public juce::AudioProcessor
{
public:
    explicit BareProcessor(int parameters)
        : AudioProcessor(BusesProperties()
                             .withInput("Input", juce::AudioChannelSet::stereo(), true)
                             .withOutput("Output", juce::AudioChannelSet::stereo(), true))
    {
        for (int index = 0; index < parameters; ++index)
            addParameter(std::make_unique<juce::AudioParameterFloat>(juce::ParameterID("p" + juce::String(index), 1),
                                                                     "P" + juce::String(index), 0.0F, 1.0F, 0.5F)
                             .release());
    }
    const juce::String getName() const override { return "Bare"; }
    void prepareToPlay(double, int) override {}
    void releaseResources() override {}
    using juce::AudioProcessor::processBlock;
    void processBlock(juce::AudioBuffer<float>&, juce::MidiBuffer&) override {}
    double getTailLengthSeconds() const override { return 0; }
    bool acceptsMidi() const override { return false; }
    bool producesMidi() const override { return false; }
    int getNumPrograms() override { return 1; }
    int getCurrentProgram() override { return 0; }
    void setCurrentProgram(int) override {}
    const juce::String getProgramName(int) override { return "Default"; }
    void changeProgramName(int, const juce::String&) override {}
    void getStateInformation(juce::MemoryBlock&) override {}
    void setStateInformation(const void*, int) override {}
    bool hasEditor() const override { return false; }
    juce::AudioProcessorEditor* createEditor() override { return nullptr; }
};

} // namespace parley::tests
