// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/PluginProcessor.h"

#include "Plugin/PluginEditor.h"

#include <array>

namespace parley::plugin
{

namespace
{

constexpr int pollIntervalMs = 20;
constexpr double gainRampSeconds = 0.02;
constexpr int silenceFrames = 1024;
constexpr std::array<float, silenceFrames> silence{};
constexpr int mostChannels = 2;

bool isMonoOrStereo(const juce::AudioChannelSet& channels)
{
    return channels == juce::AudioChannelSet::mono() || channels == juce::AudioChannelSet::stereo();
}

} // namespace

PluginProcessor::PluginProcessor()
    : AudioProcessor(BusesProperties()
                         .withInput("Input", juce::AudioChannelSet::stereo(), true)
                         .withOutput("Output", juce::AudioChannelSet::stereo(), true))
    , values(*this)
{
    startTimer(pollIntervalMs);
}

PluginProcessor::~PluginProcessor()
{
    stopTimer();
}

void PluginProcessor::prepareToPlay(double sampleRate, int)
{
    voice.prepare(sampleRate);
    outputGain.reset(juce::jmax(sampleRate, 1.0), gainRampSeconds);
}

bool PluginProcessor::isBusesLayoutSupported(const BusesLayout& layout) const
{
    return isMonoOrStereo(layout.getMainInputChannelSet()) && isMonoOrStereo(layout.getMainOutputChannelSet());
}

void PluginProcessor::processBlock(juce::AudioBuffer<float>& buffer, juce::MidiBuffer&)
{
    const juce::ScopedNoDenormals noDenormals;
    if (isNonRealtime())
        passDry(buffer);
    else
    {
        speak(buffer);
        applyOutputGain(buffer);
    }
}

void PluginProcessor::processBlockBypassed(juce::AudioBuffer<float>& buffer, juce::MidiBuffer&)
{
    passDry(buffer);
}

void PluginProcessor::passDry(juce::AudioBuffer<float>& buffer) const noexcept
{
    const int frames = buffer.getNumSamples();
    const int ins = juce::jmin(getTotalNumInputChannels(), buffer.getNumChannels());
    const int outs = juce::jmin(getTotalNumOutputChannels(), buffer.getNumChannels());
    if (frames == 0)
        return;
    if (ins == 2 && outs == 1)
    {
        buffer.addFrom(0, 0, buffer, 1, 0, frames);
        buffer.applyGain(0, 0, frames, 0.5F);
    }
    for (int channel = ins; channel < outs; ++channel)
    {
        if (ins > 0)
            buffer.copyFrom(channel, 0, buffer, 0, 0, frames);
        else
            buffer.clear(channel, 0, frames);
    }
}

void PluginProcessor::speak(juce::AudioBuffer<float>& buffer) noexcept
{
    const int frames = buffer.getNumSamples();
    const int ins = juce::jmin(getTotalNumInputChannels(), buffer.getNumChannels());
    const int outs = juce::jmin(getTotalNumOutputChannels(), buffer.getNumChannels());
    if (!values.mute.get())
    {
        voice.process(buffer.getArrayOfReadPointers(), ins, buffer.getArrayOfWritePointers(), outs, frames);
        return;
    }
    const float* quiet = silence.data();
    for (int first = 0; first < frames; first += silenceFrames)
    {
        std::array<float*, mostChannels> out{};
        const int channels = juce::jmin(outs, mostChannels);
        for (int channel = 0; channel < channels; ++channel)
            out[static_cast<std::size_t>(channel)] = buffer.getWritePointer(channel, first);
        voice.process(&quiet, 1, out.data(), channels, juce::jmin(silenceFrames, frames - first));
    }
}

void PluginProcessor::applyOutputGain(juce::AudioBuffer<float>& buffer) noexcept
{
    outputGain.setTargetValue(juce::Decibels::decibelsToGain(values.outputGainDb.get(), Parameters::lowestGainDb));
    outputGain.applyGain(buffer, buffer.getNumSamples());
}

void PluginProcessor::getStateInformation(juce::MemoryBlock& destination)
{
    const auto text = saved.save(values.values());
    destination.replaceAll(text.data(), text.size());
}

void PluginProcessor::setStateInformation(const void* data, int sizeInBytes)
{
    const auto size = data == nullptr || sizeInBytes < 0 ? std::size_t{0} : static_cast<std::size_t>(sizeInBytes);
    const std::string_view text(size == 0 ? "" : static_cast<const char*>(data), size);
    values.setValues(saved.restore(text, values.values()));
}

juce::AudioProcessorEditor* PluginProcessor::createEditor()
{
    return std::make_unique<PluginEditor>(*this).release();
}

bool PluginProcessor::hasUnappliedSettings() const
{
    return isConnectWanted && saved.settings() != connectedWith;
}

void PluginProcessor::timerCallback()
{
    followConnectParameter();
    followInterruptParameter();
}

void PluginProcessor::followConnectParameter()
{
    const bool isWanted = values.connect.get();
    if (isWanted != isConnectWanted)
    {
        isConnectWanted = isWanted;
        if (isWanted)
        {
            connectedWith = saved.settings();
            voice.connect(connectedWith.toConnectSettings());
        }
        else
            voice.disconnect();
    }
    else if (isWanted && voice.hasEnded())
    {
        isConnectWanted = false;
        values.connect.setValueNotifyingHost(0.0F);
    }
}

void PluginProcessor::followInterruptParameter()
{
    const bool isOn = values.interrupt.get();
    if (isOn && !wasInterruptOn)
    {
        voice.interrupt();
        values.interrupt.setValueNotifyingHost(0.0F);
    }
    wasInterruptOn = isOn;
}

} // namespace parley::plugin
