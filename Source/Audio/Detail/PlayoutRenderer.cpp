// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/PlayoutRenderer.h"

#include <array>
#include <cmath>

namespace parley::audio
{
namespace
{

/// -40 dBFS: where one token follows another, a step of more than this is one that the voice itself would not make.
constexpr float audibleJump = 0.01F;

} // namespace

PlayoutRenderer::PlayoutRenderer(PlayoutQueues& shared) noexcept
    : queues(shared)
{
}

void PlayoutRenderer::render(std::span<float> out, int sampleRate, std::chrono::steady_clock::time_point now) noexcept
{
    epoch = queues.epoch.load(std::memory_order_acquire);
    rate = sampleRate;
    blockStart = now;
    auto next = findNext();
    while (next == Next::frames && !out.empty())
    {
        if (!announce())
        {
            next = Next::stalled;
            break;
        }
        out = out.subspan(play(out));
        next = findNext();
    }
    if (next == Next::stalled)
        queues.stalledBlocks.fetch_add(1, std::memory_order_relaxed);
    if (!out.empty())
        rest(out, next);
    // Released after the reports: who reads this position finds every report that belongs to it.
    queues.position.store(position, std::memory_order_release);
}

PlayoutRenderer::Next PlayoutRenderer::findNext() noexcept
{
    for (;;)
    {
        if (!hasCurrent)
        {
            if (!takeSegment())
                return Next::dry;
        }
        if (current.frames == 0)
        {
            if (!finishCurrent())
                return Next::stalled;
            continue;
        }
        if (!isStale() || mayFade())
        {
            if (voice != Voice::silent && current.segment.epoch != voiceEpoch)
                breakVoice();
            return Next::frames;
        }
        if (!cutStale())
            return Next::stalled;
    }
}

bool PlayoutRenderer::takeSegment() noexcept
{
    hasCurrent = queues.segments.pop(current);
    startIsDue = hasCurrent && current.segment.startsResponse;
    audibleIsDue = hasCurrent && current.segment.isAudible;
    return hasCurrent;
}

/// Whether the stale frames of `current` still sound because they fade out; begins the fade if need be.
bool PlayoutRenderer::mayFade() noexcept
{
    const bool continuesVoice = voice != Voice::silent && current.segment.epoch == voiceEpoch;
    if (!continuesVoice || current.segment.sampleRate != rate)
        return false;
    if (voice != Voice::falling)
    {
        fallsFrom = voice == Voice::rising ? voiceFade.rise() : 1.0F;
        voiceFade = Fade::over(PlayoutFifo::fadeTime, rate);
        voice = Voice::falling;
    }
    return true;
}

/// Throws away `current` and all stale segments behind it in one go. False when the report has no room.
bool PlayoutRenderer::cutStale() noexcept
{
    if (queues.reports.write_available() == 0)
        return false;
    const auto token = current.segment.token;
    const auto from = position;
    do
    {
        discard(current.frames);
        position += current.frames;
    } while (takeSegment() && isStale());
    queues.cutFrames.fetch_add(position - from, std::memory_order_relaxed);
    breakVoice();
    isMidResponse = false;
    return report(PlayoutReport::Kind::cut, token, from);
}

/// Lets go of `current`, of which no frame is left. False when its report has no room.
bool PlayoutRenderer::finishCurrent() noexcept
{
    const bool wasHeard = isMidResponse || !isStale();
    if (current.segment.endsResponse && wasHeard)
    {
        if (!report(PlayoutReport::Kind::finished, current.segment.token, position))
            return false;
        isMidResponse = false;
    }
    hasCurrent = false;
    return true;
}

bool PlayoutRenderer::announce() noexcept
{
    if (startIsDue && !report(PlayoutReport::Kind::started, current.segment.token, position))
        return false;
    startIsDue = false;
    if (audibleIsDue && !report(PlayoutReport::Kind::audible, current.segment.token, position))
        return false;
    audibleIsDue = false;
    return true;
}

/// Where another token takes over from a voice at full gain, a jump between the two becomes a tail below the new one.
void PlayoutRenderer::joinVoice() noexcept
{
    const bool takesOver = voice == Voice::steady && current.segment.token != voiceToken;
    voiceToken = current.segment.token;
    if (!takesOver)
        return;
    const float jump = lastSample + lastSlope - queues.frames.front();
    if (std::abs(jump) <= audibleJump)
        return;
    tailFade = Fade::over(PlayoutFifo::decayTime, rate);
    tailFrom = jump;
}

/// Plays as much of `current` as has one kind of gain; returns how many frames that were.
std::size_t PlayoutRenderer::play(std::span<float> out) noexcept
{
    if (voice == Voice::silent)
    {
        voice = Voice::rising;
        voiceFade = Fade::over(PlayoutFifo::fadeInTime, rate);
        voiceEpoch = current.segment.epoch;
    }
    joinVoice();
    auto count = std::min(out.size(), current.frames);
    if (voice != Voice::steady)
        count = std::min(count, voiceFade.left());
    const auto run = out.first(count);
    queues.frames.pop(run.data(), count);
    current.frames -= count;
    position += count;
    isDry = false;
    isMidResponse = true;
    if (voice != Voice::steady)
        applyFade(run);
    addTail(run);
    return count;
}

void PlayoutRenderer::applyFade(std::span<float> run) noexcept
{
    const bool rises = voice == Voice::rising;
    for (auto& sample : run)
    {
        const float gain = voiceFade.nextRise();
        sample *= rises ? gain : fallsFrom * (1.0F - gain);
    }
    if (voiceFade.left() == 0)
        voice = rises ? Voice::steady : Voice::silent;
}

void PlayoutRenderer::rest(std::span<float> out, Next reason) noexcept
{
    if (isMidResponse && isOlder(voiceEpoch))
        isMidResponse = false;
    if (reason == Next::dry && isMidResponse && !isDry)
    {
        isDry = true;
        queues.underruns.fetch_add(1, std::memory_order_relaxed);
    }
    breakVoice();
    std::fill(out.begin(), out.end(), 0.0F);
    addTail(out);
}

void PlayoutRenderer::breakVoice() noexcept
{
    if (voice == Voice::silent)
        return;
    voice = Voice::silent;
    tailFade = Fade::over(PlayoutFifo::decayTime, rate);
    tailFrom = lastSample;
}

void PlayoutRenderer::addTail(std::span<float> out) noexcept
{
    const auto count = std::min(out.size(), tailFade.left());
    for (auto& sample : out.first(count))
        sample += tailFrom * (1.0F - tailFade.nextRise());
    lastSlope = out.back() - (out.size() > 1 ? out[out.size() - 2] : lastSample);
    lastSample = out.back();
}

void PlayoutRenderer::discard(std::size_t frames) noexcept
{
    std::array<float, 1024> unheard;
    while (frames > 0)
        frames -= queues.frames.pop(unheard.data(), std::min(frames, unheard.size()));
}

bool PlayoutRenderer::isOlder(std::uint32_t segmentEpoch) const noexcept
{
    // By difference, so that the order survives the wrap-around.
    return static_cast<std::int32_t>(segmentEpoch - epoch) < 0;
}

bool PlayoutRenderer::isStale() const noexcept
{
    return isOlder(current.segment.epoch) || current.segment.sampleRate != rate;
}

bool PlayoutRenderer::report(PlayoutReport::Kind kind, std::uint32_t token, std::uint64_t from) noexcept
{
    return queues.reports.push(PlayoutReport{kind, token, from, position, blockStart});
}

} // namespace parley::audio
