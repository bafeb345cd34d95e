// SPDX-License-Identifier: Apache-2.0
// What the audio thread and the network thread of one bridge share: two fifos and atomics, no lock.
#pragma once

#include "Audio/CaptureFifo.h"
#include "Audio/PlayoutFifo.h"

#include <algorithm>
#include <atomic>
#include <chrono>

namespace parley::bridge
{

struct AudioSide
{
    audio::CaptureFifo capture;
    audio::PlayoutFifo playout;
    std::atomic<int> sampleRate{48000};
    std::atomic<int> largestBlock{0};

    // Written by the network thread.
    std::atomic<bool> isListening{false}; ///< Captured blocks are wanted.
    std::atomic<int> inputChannel{audio::CaptureSource::allChannels};
    std::atomic<float> voiceGain{1}; ///< The agent is turned down (or up) to this, without a step.

    // Written by any thread.
    std::atomic<bool> isMuted{false};
    std::atomic<bool> isTalking{false};
    std::atomic<bool> isOffline{false};
    std::atomic<float> outputGain{1}; ///< The host's fader, on top of `voiceGain`.

    // Written by the audio thread.
    std::atomic<float> inputPeak{0};
    std::atomic<float> outputPeak{0};
    /// The first block after a pause (suspended, bypassed, offline): what was due before could not sound.
    std::atomic<std::chrono::steady_clock::time_point> resumedAt{};

    /// Of a delay that ends now, what the host itself did not cause by a pause. @thread any
    [[nodiscard]] std::chrono::microseconds sinceResumed(std::chrono::microseconds delay) const noexcept
    {
        const auto going = std::chrono::steady_clock::now() - resumedAt.load(std::memory_order_relaxed);
        return std::min(delay, std::chrono::duration_cast<std::chrono::microseconds>(going));
    }
};

} // namespace parley::bridge
