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

/// One host block on the audio thread's side.
struct CaptureSource
{
    static constexpr int allChannels = -1;

    const float* const* channels = nullptr;
    int channelCount = 0;
    int from = 0;                     ///< The first frame in each channel.
    int channel = allChannels;        ///< The one that is taken; `allChannels`: the mean of all.
    const float* reference = nullptr; ///< What sounds in the same frames, mono; null: nothing does.
    bool isTalking = false;           ///< The talk key is down.
};

/// One host block on the network thread's side.
struct CapturedBlock
{
    std::vector<float> frames;    ///< Mono, at `sampleRate`.
    std::vector<float> reference; ///< What sounded in the same frames; empty while nobody wants it.
    bool isTalking = false;
    int sampleRate = 0;
    std::uint64_t firstFrame = 0; ///< Counted since the fifo was made, dropped frames included.
    std::chrono::steady_clock::time_point capturedAt;
};

/// Single producer (audio thread), single consumer (network thread). Invariants:
/// - A block is kept whole or dropped whole, and order is kept.
/// - Full (frames or blocks): the newest block is dropped and its frames are counted in `droppedFrames`.
/// - As long as the network thread keeps up, frames pass through a queue small enough to stay in the processor's cache;
///   what does not fit there, as blocks of more than `nearCapacity` frames never do, goes through a large one.
/// - Every frame pushed is popped once or counted as dropped; `firstFrame` shows each gap.
class CaptureFifo
{
public:
    CaptureFifo();
    ~CaptureFifo();
    CaptureFifo(const CaptureFifo&) = delete;
    CaptureFifo& operator=(const CaptureFifo&) = delete;

    /// Takes one channel or the mean of all (no channel gives silence); a channel that is null or not there and a
    /// sample that is not finite count as silence. No frames: nothing happens.
    /// @thread audio
    void push(const CaptureSource& source, int frames, int sampleRate,
              std::chrono::steady_clock::time_point now) noexcept;

    /// Whether blocks pushed from now on carry their reference. Its memory is there from the first time it is wanted.
    /// @thread network
    void wantReference(bool isWanted);

    /// @thread any
    [[nodiscard]] bool wantsReference() const noexcept;

    /// Takes the oldest block; reuses the memory of `block.frames`. False when there is none.
    /// @thread network
    [[nodiscard]] bool pop(CapturedBlock& block);

    /// So many frames wait.
    /// @thread network
    [[nodiscard]] std::size_t waitingFrames() const noexcept;

    /// @thread any
    [[nodiscard]] std::uint64_t droppedFrames() const noexcept;

    static constexpr std::size_t frameCapacity = 29696;                       ///< 0.15 s at 192 kHz, 0.6 s at 48 kHz.
    static constexpr std::size_t nearCapacity = 4096;                         ///< Of these, in the small queue.
    static constexpr std::size_t largestBlock = frameCapacity - nearCapacity; ///< In frames.
    static constexpr std::size_t blockCapacity = 1024;                        ///< 0.34 s of 16 frames at 48 kHz.

private:
    struct State;
    std::unique_ptr<State> state;
};

} // namespace parley::audio
