// SPDX-License-Identifier: GPL-3.0-or-later
#include "PacedHost.h"

#include <algorithm>
#include <utility>

namespace parley::host
{

PacedHost::PacedHost(Settings chosen, Process called)
    : settings(std::move(chosen))
    , process(std::move(called))
{
    const auto frames = static_cast<std::size_t>(std::max(1, settings.blocks.largest()));
    buffers.assign(static_cast<std::size_t>(settings.channels), std::vector<float>(frames));
    for (auto& buffer : buffers)
        pointers.push_back(buffer.data());
    const auto keptFrames = settings.input.size() + static_cast<std::size_t>(settings.sampleRate) *
                                                        static_cast<std::size_t>(settings.keptSecondsAfterInput);
    kept.reserve(keptFrames * buffers.size());
}

PacedHost::~PacedHost()
{
    stop();
}

void PacedHost::start()
{
    if (!thread.joinable())
        thread = std::thread([this] { run(); });
}

void PacedHost::playInput() noexcept
{
    isInputWanted.store(true);
}

void PacedHost::stop()
{
    {
        const std::lock_guard lock(mutex);
        isStopping = true;
    }
    wake.notify_all();
    if (thread.joinable())
        thread.join();
}

std::optional<std::chrono::steady_clock::time_point> PacedHost::inputStart() const noexcept
{
    const auto ns = inputStartNs.load();
    if (ns == 0)
        return std::nullopt;
    return Clock::time_point(std::chrono::duration_cast<Clock::duration>(std::chrono::nanoseconds(ns)));
}

bool PacedHost::hasInputEnded() const noexcept
{
    return hasEnded.load();
}

void PacedHost::run()
{
    const auto begin = Clock::now();
    std::uint64_t framesDone = 0;
    for (;;)
    {
        const auto frames = settings.blocks.next();
        const auto seconds = static_cast<double>(framesDone) / settings.sampleRate;
        const auto due = begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
        if (!waitUntil(due))
            return;
        runBlock(frames, due);
        framesDone += static_cast<std::uint64_t>(frames);
    }
}

bool PacedHost::waitUntil(Clock::time_point begin)
{
    std::unique_lock lock(mutex);
    if (wake.wait_until(lock, begin, [this] { return isStopping; }))
        return false;
    const std::chrono::duration<double> behind = Clock::now() - begin;
    if (behind.count() * settings.sampleRate > settings.blocks.largest())
        late.fetch_add(1);
    return true;
}

void PacedHost::runBlock(int frames, Clock::time_point begin)
{
    if (isInputWanted.load() && inputStartNs.load() == 0)
        inputStartNs.store(std::chrono::duration_cast<std::chrono::nanoseconds>(begin.time_since_epoch()).count());
    fill(frames);
    process(pointers.data(), frames);
    if (inputStartNs.load() != 0)
        keep(frames);
}

void PacedHost::fill(int frames)
{
    const auto wanted = static_cast<std::size_t>(frames);
    const auto isPlaying = inputStartNs.load() != 0;
    const auto there = isPlaying ? std::min(wanted, settings.input.size() - position) : 0;
    const auto from = settings.input.begin() + static_cast<std::ptrdiff_t>(position);
    for (auto& buffer : buffers)
    {
        const auto end = std::copy_n(from, there, buffer.begin());
        std::fill_n(end, wanted - there, 0.0F);
    }
    position += there;
    if (isPlaying && position == settings.input.size())
        hasEnded.store(true);
}

void PacedHost::keep(int frames)
{
    const auto samples = static_cast<std::size_t>(frames) * buffers.size();
    if (kept.size() + samples > kept.capacity())
        return;
    for (std::size_t frame = 0; frame < static_cast<std::size_t>(frames); ++frame)
        for (const auto& buffer : buffers)
            kept.push_back(buffer[frame]);
}

} // namespace parley::host
