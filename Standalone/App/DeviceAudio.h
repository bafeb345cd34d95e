// SPDX-License-Identifier: GPL-3.0-or-later
// What a sound device calls: runs the processor on its blocks, and counts what is needed to see whether it lives.
#pragma once

#include <JuceHeader.h>

#include <atomic>
#include <cstdint>

namespace parley::app
{

class DeviceAudio : public juce::AudioIODeviceCallback
{
public:
    /// The processor must outlive this.
    explicit DeviceAudio(juce::AudioProcessor& processor);
    ~DeviceAudio() override;

    /// Blocks so far, of all devices. @thread any
    [[nodiscard]] std::uint64_t blocks() const noexcept { return blockCount.load(std::memory_order_relaxed); }

    /// How many of them held an input sample other than 0. @thread any
    [[nodiscard]] std::uint64_t blocksWithSound() const noexcept { return soundCount.load(std::memory_order_relaxed); }

    /// The input's peak since the last call, full scale at 1. @thread any; one caller
    [[nodiscard]] float takeInputPeak() noexcept { return inputPeak.exchange(0, std::memory_order_relaxed); }

    /// @thread audio
    void audioDeviceIOCallbackWithContext(const float* const* in, int inChannels, float* const* out, int outChannels,
                                          int frames, const juce::AudioIODeviceCallbackContext& context) override;

    /// The driver's own thread, or whichever starts and stops the device.
    void audioDeviceAboutToStart(juce::AudioIODevice* device) override { player.audioDeviceAboutToStart(device); }
    void audioDeviceStopped() override { player.audioDeviceStopped(); }

private:
    juce::AudioProcessorPlayer player;
    std::atomic<std::uint64_t> blockCount{0};
    std::atomic<std::uint64_t> soundCount{0};
    std::atomic<float> inputPeak{0};
};

} // namespace parley::app
