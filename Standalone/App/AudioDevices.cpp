// SPDX-License-Identifier: GPL-3.0-or-later
#include "AudioDevices.h"

#include "Base/Log.h"
#include "DeviceFormat.h"

#include <algorithm>
#include <utility>

namespace parley::app
{

namespace
{

constexpr int mostChannels = 2;
constexpr int looksPerSecond = 10;
constexpr std::chrono::minutes lateBlocksEvery{1};
/// A mixer with a gate is silent between any two sentences: that fills no log.
constexpr std::chrono::minutes silenceEvery{10};

std::vector<std::string> namesOf(const juce::StringArray& names)
{
    std::vector<std::string> list;
    for (const auto& name : names)
        list.push_back(name.toStdString());
    return list;
}

std::size_t indexOf(int index)
{
    return static_cast<std::size_t>(std::max(index, 0));
}

juce::BigInteger firstChannels(int offered)
{
    juce::BigInteger channels;
    channels.setRange(0, std::min(offered, mostChannels), true);
    return channels;
}

juce::String channelCount(int channels)
{
    return juce::String(channels) + (channels == 1 ? " channel" : " channels");
}

} // namespace

Drivers systemDrivers()
{
    juce::OwnedArray<juce::AudioIODeviceType> types;
    juce::AudioDeviceManager().createAudioDeviceTypes(types);
    Drivers drivers;
    while (!types.isEmpty())
        drivers.emplace_back(types.removeAndReturn(0));
    return drivers;
}

std::vector<DriverDevices> describe(const Drivers& drivers)
{
    std::vector<DriverDevices> list;
    for (const auto& type : drivers)
    {
        type->scanForDevices();
        list.push_back({.driver = type->getTypeName().toStdString(),
                        .inputs = namesOf(type->getDeviceNames(true)),
                        .outputs = namesOf(type->getDeviceNames(false)),
                        .defaultInput = indexOf(type->getDefaultDeviceIndex(true)),
                        .defaultOutput = indexOf(type->getDefaultDeviceIndex(false))});
    }
    return list;
}

AudioDevices::AudioDevices(juce::AudioProcessor& processor, MakeDrivers driverMaker, Clock clock)
    : makeDrivers(std::move(driverMaker))
    , now(std::move(clock))
    , audio(processor)
{
}

AudioDevices::~AudioDevices()
{
    stopTimer();
    close();
}

void AudioDevices::start(const DeviceChoice& choice)
{
    choose(choice);
    startTimerHz(looksPerSecond);
}

void AudioDevices::choose(const DeviceChoice& choice)
{
    if (keeper.choose(choice, now()) == DeviceKeeper::Step::close)
        close();
    look();
}

void AudioDevices::look()
{
    auto step = keeper.tick(sight(), now());
    if (step == DeviceKeeper::Step::close)
    {
        close();
        say();
        step = keeper.tick(sight(), now());
    }
    if (step == DeviceKeeper::Step::lookAround)
        lookAround();
    watchInput();
    watchLateBlocks();
    say();
}

void AudioDevices::lookAround()
{
    drivers.clear(); // The end of one ALSA driver gives the other its loud messages back.
    drivers = makeDrivers();
    auto target = keeper.begin(describe(drivers), now());
    while (target)
    {
        const auto why = open(*target);
        if (why.isEmpty())
        {
            keeper.opened(*target, now());
            return;
        }
        close();
        target = keeper.failed(*target, why.toStdString(), now());
    }
}

juce::String AudioDevices::open(const DeviceTarget& target)
{
    const auto type =
        std::ranges::find(drivers, juce::String(target.driver), [](const auto& one) { return one->getTypeName(); });
    if (type != drivers.end())
        device.reset((*type)->createDevice(target.output, target.input));
    if (device == nullptr)
        return "the driver does not give it";
    const auto error = device->getLastError();
    return error.isNotEmpty() ? error : startDevice();
}

juce::String AudioDevices::startDevice()
{
    const auto rates = device->getAvailableSampleRates();
    const auto sizes = device->getAvailableBufferSizes();
    const auto rate = bestSampleRate({rates.begin(), static_cast<std::size_t>(rates.size())},
                                     device->getCurrentSampleRate(), choice().sampleRate);
    const auto frames = bestBlockSize({sizes.begin(), static_cast<std::size_t>(sizes.size())},
                                      device->getDefaultBufferSize(), choice().blockSize);
    const auto error = device->open(firstChannels(device->getInputChannelNames().size()),
                                    firstChannels(device->getOutputChannelNames().size()), rate, frames);
    if (error.isNotEmpty())
        return error;
    device->start(&audio);
    return device->getLastError();
}

void AudioDevices::close()
{
    if (device != nullptr)
        device->stop();
    device.reset();
    toldLateBlocks = 0;
}

DeviceSight AudioDevices::sight() const
{
    if (device == nullptr)
        return {};
    return {.isOpen = device->isOpen(),
            .isConnected = !device->getActiveInputChannels().isZero() || !device->getActiveOutputChannels().isZero(),
            .blocks = audio.blocks()};
}

void AudioDevices::watchInput()
{
    const auto before = silence.state();
    const auto sound = audio.blocksWithSound();
    silence.update({.hasInput = device != nullptr && !device->getActiveInputChannels().isZero(),
                    .hasSound = std::exchange(seenSound, sound) != sound,
                    .isMuted = isMuted && isMuted()},
                   now());
    if (silence.state() == before)
        return;
    if (silence.state() == InputState::silent && now() >= silenceDue)
    {
        log(LogLevel::warning, sentenceFor(silence.state()));
        silenceDue = now() + silenceEvery;
    }
    if (onChanged)
        onChanged();
}

void AudioDevices::watchLateBlocks()
{
    if (now() < lateBlocksDue)
        return;
    lateBlocksDue = now() + lateBlocksEvery;
    const int late = device != nullptr ? device->getXRunCount() : 0;
    if (late > toldLateBlocks)
        log(LogLevel::warning, std::to_string(late - toldLateBlocks) +
                                   " blocks of sound came too late within the last minute. Choose larger blocks, or "
                                   "give the machine less to do.");
    toldLateBlocks = late;
}

void AudioDevices::say()
{
    const auto said = device != nullptr ? describeDevice() : juce::String(keeper.problem());
    if (said == deviceSentence)
        return;
    deviceSentence = said;
    if (said.isNotEmpty())
        log(device != nullptr ? LogLevel::information : LogLevel::warning, said.toStdString());
    if (onChanged)
        onChanged();
}

juce::String AudioDevices::describeDevice() const
{
    const auto& target = *keeper.openTarget();
    const juce::String input(target.input);
    const juce::String output(target.output);
    const auto ins = device->getActiveInputChannels().countNumberOfSetBits();
    const auto outs = device->getActiveOutputChannels().countNumberOfSetBits();
    const auto names = input == output || input.isEmpty() || output.isEmpty() ? (output.isEmpty() ? input : output)
                                                                              : input + " and " + output;
    const auto driver = " (" + juce::String(target.driver) + ")";
    if (ins == 0 && outs == 0)
        return "Nothing is connected to Parley in the patchbay. Connect it there, or choose the devices again.";
    const auto what = names + driver + ", " + juce::String(device->getCurrentSampleRate() / 1000.0, 1) +
                      " kHz, blocks of " + juce::String(device->getCurrentBufferSizeSamples()) + ", " +
                      channelCount(ins) + " in, " + channelCount(outs) + " out.";
    return ins > 0 ? what : what + " There is no microphone: choose an input under Sound devices.";
}

} // namespace parley::app
