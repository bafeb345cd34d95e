// SPDX-License-Identifier: Apache-2.0
#include "Audio/PlayoutFifo.h"

#include "Audio/Detail/PlayoutQueues.h"
#include "Audio/Detail/PlayoutRenderer.h"

namespace parley::audio
{

struct PlayoutFifo::State
{
    PlayoutQueues queues;
    PlayoutRenderer renderer{queues};
    std::uint64_t pushed = 0;
    std::atomic<std::uint64_t> refused{0};
};

// make_unique sets all of it to zero, so that its pages are there before the audio thread needs them.
PlayoutFifo::PlayoutFifo()
    : state(std::make_unique<State>())
{
}

PlayoutFifo::~PlayoutFifo() = default;

bool PlayoutFifo::push(const PlayoutSegment& segment, std::span<const float> frames)
{
    if (frames.empty() && !segment.endsResponse)
        return true;
    auto& queues = state->queues;
    if (queues.frames.write_available() < frames.size() || queues.segments.write_available() == 0)
    {
        state->refused.fetch_add(1, std::memory_order_relaxed);
        return false;
    }
    queues.frames.push(frames.data(), frames.size());
    state->pushed += frames.size();
    return queues.segments.push(SegmentEntry{segment, frames.size()});
}

std::uint64_t PlayoutFifo::pushedFrames() const noexcept
{
    return state->pushed;
}

std::uint32_t PlayoutFifo::interrupt() noexcept
{
    const auto raised = epoch() + 1;
    state->queues.epoch.store(raised, std::memory_order_release);
    return raised;
}

std::uint32_t PlayoutFifo::epoch() const noexcept
{
    return state->queues.epoch.load(std::memory_order_relaxed);
}

std::uint64_t PlayoutFifo::position() const noexcept
{
    return state->queues.position.load(std::memory_order_acquire);
}

bool PlayoutFifo::popReport(PlayoutReport& report)
{
    return state->queues.reports.pop(report);
}

void PlayoutFifo::render(std::span<float> out, int sampleRate, std::chrono::steady_clock::time_point now) noexcept
{
    state->renderer.render(out, sampleRate, now);
}

std::uint64_t PlayoutFifo::underruns() const noexcept
{
    return state->queues.underruns.load(std::memory_order_relaxed);
}

std::uint64_t PlayoutFifo::cutFrames() const noexcept
{
    return state->queues.cutFrames.load(std::memory_order_relaxed);
}

std::uint64_t PlayoutFifo::refusedPushes() const noexcept
{
    return state->refused.load(std::memory_order_relaxed);
}

std::uint64_t PlayoutFifo::stalledBlocks() const noexcept
{
    return state->queues.stalledBlocks.load(std::memory_order_relaxed);
}

} // namespace parley::audio
