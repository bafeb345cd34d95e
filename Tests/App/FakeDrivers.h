// SPDX-License-Identifier: GPL-3.0-or-later
// A sound system that exists only in a test: cards are plugged in and pulled out, and blocks come when the test says.
#pragma once

#include "App/AudioDevices.h"

#include <JuceHeader.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace parley::tests
{

/// What is plugged in, and what became of the device that was opened last.
struct FakeSystem
{
    juce::StringArray cards;
    juce::String refusal;  ///< What opening says; empty: it goes well.
    int inputChannels = 2; ///< Of each card.
    double rate = 0;       ///< At which the device was opened.
    int frames = 0;
    bool isRunning = false;
    int opened = 0;
    juce::AudioIODeviceCallback* callback = nullptr;

    /// The card calls back once, with this in each input sample.
    void block(float sample = 0.0F)
    {
        std::vector<float> in(static_cast<std::size_t>(frames), sample);
        std::vector<float> left(in.size());
        std::vector<float> right(in.size());
        const float* ins[] = {in.data(), in.data()};
        float* outs[] = {left.data(), right.data()};
        callback->audioDeviceIOCallbackWithContext(ins, inputChannels, outs, 2, frames, {});
    }

    /// The card is pulled out, and its driver knows.
    void unplug(const juce::String& name)
    {
        cards.removeString(name);
        isRunning = false;
    }
};

class FakeDevice : public juce::AudioIODevice
{
public:
    FakeDevice(FakeSystem& ofSystem, const juce::String& cardName)
        : AudioIODevice(cardName, "Fake")
        , system(ofSystem)
    {
    }
    ~FakeDevice() override { close(); }

    juce::StringArray getOutputChannelNames() override { return {"left", "right"}; }
    juce::StringArray getInputChannelNames() override
    {
        juce::StringArray names{"left", "right"};
        names.removeRange(system.inputChannels, 2);
        return names;
    }
    juce::Array<double> getAvailableSampleRates() override { return {44100.0, 48000.0, 96000.0}; }
    juce::Array<int> getAvailableBufferSizes() override { return {128, 256, 512}; }
    int getDefaultBufferSize() override { return 256; }

    juce::String open(const juce::BigInteger& ins, const juce::BigInteger& outs, double rate, int frames) override
    {
        if (system.refusal.isNotEmpty())
            return system.refusal;
        inputs = ins;
        outputs = outs;
        system.rate = rate;
        system.frames = frames;
        system.isRunning = true;
        ++system.opened;
        return {};
    }
    void close() override
    {
        stop();
        system.isRunning = false;
    }
    bool isOpen() override { return system.isRunning; }
    void start(juce::AudioIODeviceCallback* callback) override
    {
        system.callback = callback;
        callback->audioDeviceAboutToStart(this);
    }
    void stop() override
    {
        if (auto* stopped = std::exchange(system.callback, nullptr); stopped != nullptr)
            stopped->audioDeviceStopped();
    }
    bool isPlaying() override { return system.callback != nullptr; }
    juce::String getLastError() override { return {}; }
    int getCurrentBufferSizeSamples() override { return system.frames; }
    double getCurrentSampleRate() override { return system.rate; }
    int getCurrentBitDepth() override { return 32; }
    juce::BigInteger getActiveOutputChannels() const override { return outputs; }
    juce::BigInteger getActiveInputChannels() const override { return inputs; }
    int getOutputLatencyInSamples() override { return 0; }
    int getInputLatencyInSamples() override { return 0; }

private:
    FakeSystem& system;
    juce::BigInteger inputs;
    juce::BigInteger outputs;
};

class FakeDriver : public juce::AudioIODeviceType
{
public:
    explicit FakeDriver(FakeSystem& ofSystem)
        : AudioIODeviceType("Fake")
        , system(ofSystem)
    {
    }

    void scanForDevices() override { found = system.cards; }
    juce::StringArray getDeviceNames(bool) const override { return found; }
    int getDefaultDeviceIndex(bool) const override { return 0; }
    int getIndexOfDevice(juce::AudioIODevice* device, bool) const override { return found.indexOf(device->getName()); }
    bool hasSeparateInputsAndOutputs() const override { return false; }
    juce::AudioIODevice* createDevice(const juce::String& output, const juce::String& input) override
    {
        const auto& name = output.isEmpty() ? input : output;
        return found.contains(name) ? std::make_unique<FakeDevice>(system, name).release() : nullptr;
    }

private:
    FakeSystem& system;
    juce::StringArray found;
};

inline app::AudioDevices::MakeDrivers driversOf(FakeSystem& system)
{
    return [&system]
    {
        app::Drivers drivers;
        drivers.push_back(std::make_unique<FakeDriver>(system));
        return drivers;
    };
}

} // namespace parley::tests
