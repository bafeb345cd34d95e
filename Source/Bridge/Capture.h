// SPDX-License-Identifier: Apache-2.0
// The microphone's way on the network thread: host blocks to 20 ms messages of PCM16 at 24 kHz.
#pragma once

#include "Audio/CaptureFifo.h"
#include "Audio/Resampler.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace parley::bridge
{

/// @thread network
class Capture
{
public:
    /// One message: its samples, and when its last block was captured.
    using Send =
        std::function<void(std::vector<std::int16_t> samples, std::chrono::steady_clock::time_point capturedAt)>;

    /// 20 ms at 24 kHz.
    static constexpr std::size_t messageSamples = 480;

    explicit Capture(audio::CaptureFifo& from);

    /// Takes all blocks that wait, and hands on each message that became full.
    void pump(const Send& send);

    /// Throws away what waits.
    void discard();

private:
    void resample(const audio::CapturedBlock& block);
    audio::CaptureFifo& fifo;
    audio::CapturedBlock block;
    std::optional<audio::Resampler> resampler;
    std::vector<float> resampled;
    std::vector<std::int16_t> pending;
};

} // namespace parley::bridge
