// SPDX-License-Identifier: Apache-2.0
// Carries the host's input blocks, mixed to mono, from the audio thread to the network thread without a lock.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace parley::audio
{

/// One host block on the network thread's side.
struct CapturedBlock
{
    std::vector<float> frames; ///< Mono, at `sampleRate`.
    int sampleRate = 0;
    std::uint64_t firstFrame = 0; ///< Counted since the fifo was made, dropped frames included.
    std::chrono::steady_clock::time_point capturedAt;
};

/// Single producer (audio thread), single consumer (network thread). Invariants:
/// - A block is kept whole or dropped whole, and order is kept.
/// - Full (frames or blocks): the newest block is dropped and its frames are counted in `droppedFrames`.
/// - Every frame pushed is popped once or counted as dropped; `firstFrame` shows each gap.
class CaptureFifo
{
public:
    CaptureFifo();
    ~CaptureFifo();
    CaptureFifo(const CaptureFifo&) = delete;
    CaptureFifo& operator=(const CaptureFifo&) = delete;

    /// Mixes `channelCount` channels (0 gives silence) to their mean; a null channel and a sample that is not finite
    /// count as silence. No frames: nothing happens.
    /// @thread audio
    void push(const float* const* channels, int channelCount, int frames, int sampleRate,
              std::chrono::steady_clock::time_point now) noexcept;

    /// Takes the oldest block; reuses the memory of `block.frames`. False when there is none.
    /// @thread network
    [[nodiscard]] bool pop(CapturedBlock& block);

    /// @thread any
    [[nodiscard]] std::uint64_t droppedFrames() const noexcept;

    static constexpr std::size_t frameCapacity = std::size_t{1} << 17; ///< 0.68 s at 192 kHz, 2.7 s at 48 kHz.
    static constexpr std::size_t blockCapacity = 4096;

private:
    struct State;
    std::unique_ptr<State> state;
};

} // namespace parley::audio
