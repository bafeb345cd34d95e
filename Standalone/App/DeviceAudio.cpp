// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeviceAudio.h"

#include "Audio/Peak.h"

namespace parley::app
{

DeviceAudio::DeviceAudio(juce::AudioProcessor& processor)
{
    player.setProcessor(&processor);
}

DeviceAudio::~DeviceAudio()
{
    player.setProcessor(nullptr);
}

void DeviceAudio::audioDeviceIOCallbackWithContext(const float* const* in, int inChannels, float* const* out,
                                                   int outChannels, int frames,
                                                   const juce::AudioIODeviceCallbackContext& context)
{
    const float peak = audio::peakOf(in, inChannels, 0, frames);
    if (peak > 0)
        soundCount.fetch_add(1, std::memory_order_relaxed);
    if (peak > inputPeak.load(std::memory_order_relaxed))
        inputPeak.store(peak, std::memory_order_relaxed);
    player.audioDeviceIOCallbackWithContext(in, inChannels, out, outChannels, frames, context);
    blockCount.fetch_add(1, std::memory_order_relaxed);
}

} // namespace parley::app
