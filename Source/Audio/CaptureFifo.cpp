// SPDX-License-Identifier: Apache-2.0
#include "Audio/CaptureFifo.h"

#include "Audio/Detail/FiniteSample.h"

#include <boost/lockfree/spsc_queue.hpp>

#include <algorithm>
#include <array>
#include <atomic>

namespace parley::audio
{
namespace
{

struct BlockEntry
{
    std::size_t frames = 0;
    int sampleRate = 0;
    bool isTalking = false;
    bool hasReference = false;
    std::uint64_t firstFrame = 0;
    std::chrono::steady_clock::time_point capturedAt;
};

constexpr std::size_t framesMixedAtOnce = 256;

} // namespace

struct CaptureFifo::State
{
    using Frames = boost::lockfree::spsc_queue<float, boost::lockfree::capacity<frameCapacity>>;
    Frames frames;
    std::unique_ptr<Frames> referenceFrames; ///< Made by the network thread, which then publishes it for good.
    std::atomic<Frames*> reference{nullptr};
    std::atomic<bool> wantsReference{false};
    boost::lockfree::spsc_queue<BlockEntry, boost::lockfree::capacity<blockCapacity>> blocks;
    std::atomic<std::uint64_t> dropped{0};
    std::uint64_t seenFrames = 0;

    /// There must be room for all of it.
    void pushMixed(const CaptureSource& source, std::size_t count) noexcept
    {
        const bool isMean = source.channel == CaptureSource::allChannels;
        const int channelCount = source.channels == nullptr ? 0 : source.channelCount;
        const int first = isMean ? 0 : std::max(source.channel, 0);
        const int last = isMean ? channelCount : std::min(first + 1, channelCount);
        std::array<float, framesMixedAtOnce> mix;
        for (std::size_t at = 0; at < count;)
        {
            const auto part = std::min(mix.size(), count - at);
            mixMean(source.channels, first, last, source.from + static_cast<int>(at), std::span(mix).first(part));
            frames.push(mix.data(), part);
            at += part;
        }
    }

    /// The frames of the reference go out before those of the microphone that they belong to.
    [[nodiscard]] bool pushReference(const float* played, std::size_t count) noexcept
    {
        auto* const queue = reference.load(std::memory_order_acquire);
        if (queue == nullptr || !wantsReference.load(std::memory_order_relaxed))
            return false;
        for (std::size_t at = 0; at < count;)
        {
            const auto length = std::min(framesMixedAtOnce, count - at);
            std::array<float, framesMixedAtOnce> part;
            mixMean(&played, 0, 1, static_cast<int>(at), std::span(part).first(length));
            queue->push(part.data(), length);
            at += length;
        }
        return true;
    }
};

// make_unique sets all of it to zero, so that its pages are there before the audio thread needs them.
CaptureFifo::CaptureFifo()
    : state(std::make_unique<State>())
{
}

CaptureFifo::~CaptureFifo() = default;

void CaptureFifo::push(const CaptureSource& source, int frames, int sampleRate,
                       std::chrono::steady_clock::time_point now) noexcept
{
    if (frames <= 0)
        return;
    const auto count = static_cast<std::size_t>(frames);
    const auto firstFrame = state->seenFrames;
    state->seenFrames += count;
    // There is never less room for the reference than for the frames.
    if (state->frames.write_available() < count || state->blocks.write_available() == 0)
    {
        state->dropped.fetch_add(count, std::memory_order_relaxed);
        return;
    }
    const bool hasReference = state->pushReference(source.reference, count);
    state->pushMixed(source, count);
    state->blocks.push(BlockEntry{count, sampleRate, source.isTalking, hasReference, firstFrame, now});
}

void CaptureFifo::wantReference(bool isWanted)
{
    if (isWanted && state->referenceFrames == nullptr)
    {
        state->referenceFrames = std::make_unique<State::Frames>();
        state->reference.store(state->referenceFrames.get(), std::memory_order_release);
    }
    state->wantsReference.store(isWanted, std::memory_order_relaxed);
}

bool CaptureFifo::wantsReference() const noexcept
{
    return state->wantsReference.load(std::memory_order_relaxed);
}

bool CaptureFifo::pop(CapturedBlock& block)
{
    BlockEntry entry;
    if (!state->blocks.pop(entry))
        return false;
    // The reference first: the audio thread looks for room among the frames alone.
    block.reference.resize(entry.hasReference ? entry.frames : 0);
    if (entry.hasReference)
        state->referenceFrames->pop(block.reference.data(), entry.frames);
    block.frames.resize(entry.frames);
    state->frames.pop(block.frames.data(), entry.frames);
    block.isTalking = entry.isTalking;
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
