// SPDX-License-Identifier: GPL-3.0-or-later
// The audio thread of a host without a sound device: blocks handed out in real time, input in, output kept.
#pragma once

#include "BlockSizes.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace parley::host
{

/// Each block begins at an absolute time, so that the pace never drifts; a block that begins late is counted, and those
/// after it follow at once until the pace is caught up.
class PacedHost
{
public:
    /// Called with `channels` channels of `frames` frames, the input in them; leaves the output in them.
    /// @thread audio: this host's own
    using Process = std::function<void(float* const* channels, int frames)>;

    struct Settings
    {
        int sampleRate = 48000;
        int channels = 2;
        BlockSizes blocks = BlockSizes::fixed(480);
        std::vector<float> input; ///< One channel, played on all.
        /// Output beyond so many seconds after the input's end is not kept.
        int keptSecondsAfterInput = 180;
    };

    PacedHost(Settings chosen, Process called);
    ~PacedHost();
    PacedHost(const PacedHost&) = delete;
    PacedHost& operator=(const PacedHost&) = delete;

    /// Begins with silence.
    void start();
    /// The input begins with the next block, and so does what `output` keeps.
    void playInput() noexcept;
    /// Waits for the block that is under way. Idempotent.
    void stop();

    /// When the block began that held the input's first frame.
    [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> inputStart() const noexcept;
    [[nodiscard]] bool hasInputEnded() const noexcept;
    /// Blocks that began later than the largest one is long.
    [[nodiscard]] std::uint64_t lateBlocks() const noexcept { return late.load(); }

    /// Interleaved, from the input's first frame on. Only after `stop`.
    [[nodiscard]] const std::vector<float>& output() const noexcept { return kept; }

private:
    using Clock = std::chrono::steady_clock;

    void run();
    void runBlock(int frames, Clock::time_point begin);
    void fill(int frames);
    void keep(int frames);
    [[nodiscard]] bool waitUntil(Clock::time_point begin);

    Settings settings;
    Process process;
    std::vector<std::vector<float>> buffers;
    std::vector<float*> pointers;
    std::vector<float> kept;
    std::size_t position = 0;
    std::atomic<bool> isInputWanted{false};
    std::atomic<bool> hasEnded{false};
    std::atomic<std::int64_t> inputStartNs{0}; ///< 0: not yet.
    std::atomic<std::uint64_t> late{0};
    std::mutex mutex;
    std::condition_variable wake;
    bool isStopping = false;
    std::thread thread;
};

} // namespace parley::host
