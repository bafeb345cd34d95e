// SPDX-License-Identifier: Apache-2.0
#include "Audio/CaptureFifo.h"

#include <boost/lockfree/spsc_queue.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>

namespace parley::audio
{
namespace
{

struct BlockEntry
{
    std::size_t frames = 0;
    int sampleRate = 0;
    std::uint64_t firstFrame = 0;
    std::chrono::steady_clock::time_point capturedAt;
};

constexpr std::size_t framesMixedAtOnce = 256;

/// By the bits of its exponent, which a compiler can vectorise.
float finiteOrSilence(float sample) noexcept
{
    constexpr std::uint32_t exponent = 0x7F800000U;
    const auto bits = std::bit_cast<std::uint32_t>(sample);
    return std::bit_cast<float>((bits & exponent) == exponent ? 0U : bits);
}

void addChannel(const float* channel, float share, float* mix, std::size_t frames) noexcept
{
    for (std::size_t i = 0; i < frames; ++i)
        mix[i] += finiteOrSilence(channel[i]) * share;
}

} // namespace

struct CaptureFifo::State
{
    boost::lockfree::spsc_queue<float, boost::lockfree::capacity<frameCapacity>> frames;
    boost::lockfree::spsc_queue<BlockEntry, boost::lockfree::capacity<blockCapacity>> blocks;
    std::atomic<std::uint64_t> dropped{0};
    std::uint64_t seenFrames = 0;

    /// There must be room for all of it.
    void pushMixed(const float* const* channels, int channelCount, std::size_t count) noexcept
    {
        const float share = channelCount > 0 ? 1.0F / static_cast<float>(channelCount) : 0.0F;
        for (std::size_t at = 0; at < count;)
        {
            std::array<float, framesMixedAtOnce> mix{};
            const auto part = std::min(mix.size(), count - at);
            for (int channel = 0; channel < channelCount; ++channel)
                if (channels[channel] != nullptr)
                    addChannel(channels[channel] + at, share, mix.data(), part);
            frames.push(mix.data(), part);
            at += part;
        }
    }
};

// make_unique sets all of it to zero, so that its pages are there before the audio thread needs them.
CaptureFifo::CaptureFifo()
    : state(std::make_unique<State>())
{
}

CaptureFifo::~CaptureFifo() = default;

void CaptureFifo::push(const float* const* channels, int channelCount, int frames, int sampleRate,
                       std::chrono::steady_clock::time_point now) noexcept
{
    if (frames <= 0)
        return;
    const auto count = static_cast<std::size_t>(frames);
    const auto firstFrame = state->seenFrames;
    state->seenFrames += count;
    if (state->frames.write_available() < count || state->blocks.write_available() == 0)
    {
        state->dropped.fetch_add(count, std::memory_order_relaxed);
        return;
    }
    state->pushMixed(channels, channels == nullptr ? 0 : channelCount, count);
    state->blocks.push(BlockEntry{count, sampleRate, firstFrame, now});
}

bool CaptureFifo::pop(CapturedBlock& block)
{
    BlockEntry entry;
    if (!state->blocks.pop(entry))
        return false;
    block.frames.resize(entry.frames);
    state->frames.pop(block.frames.data(), entry.frames);
    block.sampleRate = entry.sampleRate;
    block.firstFrame = entry.firstFrame;
    block.capturedAt = entry.capturedAt;
    return true;
}

std::uint64_t CaptureFifo::droppedFrames() const noexcept
{
    return state->dropped.load(std::memory_order_relaxed);
}

} // namespace parley::audio
