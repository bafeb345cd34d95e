// SPDX-License-Identifier: GPL-3.0-or-later
// The sound devices of this machine, joined to one processor, and kept open.
#pragma once

#include "DeviceAudio.h"
#include "DeviceKeeper.h"
#include "SilenceWatch.h"

#include <JuceHeader.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace parley::app
{

using Drivers = std::vector<std::unique_ptr<juce::AudioIODeviceType>>;

/// The drivers that JUCE was built with for this system.
[[nodiscard]] Drivers systemDrivers();

/// What all the drivers offer now. Asks the system anew. @thread message
[[nodiscard]] std::vector<DriverDevices> describe(const Drivers& drivers);

/// Opens JUCE's devices by hand, without its AudioDeviceManager: that one reads some lists of devices only once, falls
/// back to devices that nobody chose, and does not notice a device that stands still.
/// @thread message
class AudioDevices : private juce::Timer
{
public:
    using Clock = std::function<DeviceKeeper::Time()>;
    using MakeDrivers = std::function<Drivers()>;

    /// The processor must outlive this. No device is opened before `start`.
    explicit AudioDevices(juce::AudioProcessor& processor, MakeDrivers makeDrivers = systemDrivers,
                          Clock clock = std::chrono::steady_clock::now);
    ~AudioDevices() override;

    /// Opens what is chosen, and keeps it open from now on. What changes is logged.
    void start(const DeviceChoice& choice);

    /// At once, also while another device is open.
    void choose(const DeviceChoice& choice);
    [[nodiscard]] const DeviceChoice& choice() const noexcept { return keeper.choice(); }

    /// What could be chosen now.
    [[nodiscard]] std::vector<DriverDevices> offered() const { return describe(makeDrivers()); }

    /// One look at the device and the microphone; by itself ten times a second.
    void look();

    /// Whether Parley's own mute is on; asked at each look.
    std::function<bool()> isMuted;

    /// The devices in use, or what to do when there is none.
    [[nodiscard]] const juce::String& sentence() const noexcept { return deviceSentence; }
    [[nodiscard]] bool isOpen() const noexcept { return device != nullptr; }
    [[nodiscard]] InputState input() const noexcept { return silence.state(); }
    [[nodiscard]] float takeInputPeak() noexcept { return audio.takeInputPeak(); }

    /// How often a device was lost.
    [[nodiscard]] std::uint64_t losses() const noexcept { return keeper.losses(); }

    std::function<void()> onChanged; ///< `sentence` or `input` is another.

private:
    void timerCallback() override { look(); }
    void lookAround();
    [[nodiscard]] juce::String open(const DeviceTarget& target);
    [[nodiscard]] juce::String startDevice();
    void close();
    void watchInput();
    void watchLateBlocks();
    void say();
    [[nodiscard]] DeviceSight sight() const;
    [[nodiscard]] juce::String describeDevice() const;

    MakeDrivers makeDrivers;
    Clock now;
    DeviceAudio audio;
    DeviceKeeper keeper;
    SilenceWatch silence;
    Drivers drivers; ///< Those of the open device, which calls back into its own.
    std::unique_ptr<juce::AudioIODevice> device;
    juce::String deviceSentence;
    std::uint64_t seenSound = 0;
    int toldLateBlocks = 0;
    DeviceKeeper::Time lateBlocksDue{};
    DeviceKeeper::Time silenceDue{};
};

} // namespace parley::app
