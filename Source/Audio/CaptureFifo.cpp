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

/// As small as can be, for there is room for many.
struct BlockEntry
{
    std::uint64_t firstFrame = 0;
    std::chrono::steady_clock::time_point capturedAt;
    std::uint32_t frames = 0;
    std::uint32_t sampleRate : 29 = 0;
    std::uint32_t isTalking : 1 = 0;
    std::uint32_t hasReference : 1 = 0;
    std::uint32_t isNear : 1 = 0; ///< Its frames are in the small queue.
};

constexpr std::size_t framesMixedAtOnce = 256;

} // namespace

struct CaptureFifo::State
{
    template <std::size_t capacity>
    using Frames = boost::lockfree::spsc_queue<float, boost::lockfree::capacity<capacity>>;
    using Reference = Frames<frameCapacity>;
    Frames<nearCapacity> nearFrames;
    Frames<largestBlock> farFrames;
    std::unique_ptr<Reference> referenceFrames; ///< Made by the network thread, which then publishes it for good.
    std::atomic<Reference*> reference{nullptr};
    std::atomic<bool> wantsReference{false};
    boost::lockfree::spsc_queue<BlockEntry, boost::lockfree::capacity<blockCapacity>> blocks;
    std::atomic<std::uint64_t> dropped{0};
    std::uint64_t seenFrames = 0;

    /// There must be room for all of it.
    template <typename Queue>
    static void pushMixed(const CaptureSource& source, std::size_t count, Queue& frames) noexcept
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
    const bool isNear = state->nearFrames.write_available() >= count;
    const bool fits = isNear || state->farFrames.write_available() >= count;
    if (!fits || state->blocks.write_available() == 0)
    {
        state->dropped.fetch_add(count, std::memory_order_relaxed);
        return;
    }
    BlockEntry entry;
    entry.firstFrame = firstFrame;
    entry.capturedAt = now;
    entry.frames = static_cast<std::uint32_t>(count);
    entry.sampleRate = static_cast<std::uint32_t>(sampleRate) & 0x1FFFFFFFU;
    entry.isTalking = source.isTalking ? 1U : 0U;
    entry.hasReference = state->pushReference(source.reference, count) ? 1U : 0U;
    entry.isNear = isNear ? 1U : 0U;
    if (isNear)
        State::pushMixed(source, count, state->nearFrames);
    else
        State::pushMixed(source, count, state->farFrames);
    state->blocks.push(entry);
}

void CaptureFifo::wantReference(bool isWanted)
{
    if (isWanted && state->referenceFrames == nullptr)
    {
        state->referenceFrames = std::make_unique<State::Reference>();
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
    block.reference.resize(entry.hasReference != 0 ? entry.frames : 0);
    if (entry.hasReference != 0)
        state->referenceFrames->pop(block.reference.data(), entry.frames);
    block.frames.resize(entry.frames);
    if (entry.isNear != 0)
        state->nearFrames.pop(block.frames.data(), entry.frames);
    else
        state->farFrames.pop(block.frames.data(), entry.frames);
    block.isTalking = entry.isTalking != 0;
    block.sampleRate = static_cast<int>(entry.sampleRate);
    block.firstFrame = entry.firstFrame;
    block.capturedAt = entry.capturedAt;
    return true;
}

std::size_t CaptureFifo::waitingFrames() const noexcept
{
    return state->nearFrames.read_available() + state->farFrames.read_available();
}

std::uint64_t CaptureFifo::droppedFrames() const noexcept
{
    return state->dropped.load(std::memory_order_relaxed);
}

} // namespace parley::audio
