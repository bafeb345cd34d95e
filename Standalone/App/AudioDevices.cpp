// SPDX-License-Identifier: GPL-3.0-or-later
#include "AudioDevices.h"

namespace parley::app
{

namespace
{

constexpr int mostChannels = 2;
constexpr int retryIntervalMs = 3000;

juce::String channelCount(int channels)
{
    return juce::String(channels) + (channels == 1 ? " channel" : " channels");
}

} // namespace

AudioDevices::AudioDevices(juce::AudioProcessor& processor)
{
    player.setProcessor(&processor);
    manager.addAudioCallback(&player);
    manager.addChangeListener(this);
}

AudioDevices::~AudioDevices()
{
    stopTimer();
    manager.removeChangeListener(this);
    manager.removeAudioCallback(&player);
    player.setProcessor(nullptr);
    manager.closeAudioDevice();
}

void AudioDevices::open(const juce::XmlElement* saved)
{
    wanted = saved == nullptr ? nullptr : std::make_unique<juce::XmlElement>(*saved);
    tryAgain();
    startTimer(retryIntervalMs);
}

juce::String AudioDevices::sentence() const
{
    auto* device = manager.getCurrentAudioDevice();
    if (device == nullptr)
        return "No sound device is open. Plug one in, or choose one under Sound devices." +
               (failure.isEmpty() ? juce::String() : " (" + failure + ")");
    const int ins = device->getActiveInputChannels().countNumberOfSetBits();
    if (ins == 0)
        return device->getName() + " gives no microphone. Choose an input under Sound devices.";
    return device->getName() + ", " + juce::String(device->getCurrentSampleRate() / 1000.0, 1) + " kHz, " +
           channelCount(ins) + " in, " + channelCount(device->getActiveOutputChannels().countNumberOfSetBits()) +
           " out.";
}

void AudioDevices::changeListenerCallback(juce::ChangeBroadcaster*)
{
    if (isOpen())
    {
        failure.clear();
        wanted = manager.createStateXml();
    }
    if (onChanged)
        onChanged();
}

void AudioDevices::timerCallback()
{
    auto* device = manager.getCurrentAudioDevice();
    if (device == nullptr || !device->isOpen())
        tryAgain();
}

void AudioDevices::chooseTypeWithDevices()
{
    const auto hasDevices = [](const juce::AudioIODeviceType& type)
    { return !type.getDeviceNames(false).isEmpty() || !type.getDeviceNames(true).isEmpty(); };
    juce::AudioIODeviceType* found = nullptr;
    for (auto* type : manager.getAvailableDeviceTypes())
    {
        type->scanForDevices();
        const bool isCurrent = type->getTypeName() == manager.getCurrentAudioDeviceType();
        if (hasDevices(*type) && (found == nullptr || isCurrent))
            found = type;
    }
    if (found != nullptr)
        manager.setCurrentAudioDeviceType(found->getTypeName(), false);
}

void AudioDevices::tryAgain()
{
    chooseTypeWithDevices();
    failure = manager.initialise(mostChannels, mostChannels, wanted.get(), true);
    if (onChanged)
        onChanged();
}

} // namespace parley::app
