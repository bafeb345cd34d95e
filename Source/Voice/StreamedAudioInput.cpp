// SPDX-License-Identifier: Apache-2.0
#include "Voice/StreamedAudioInput.h"

#include "Audio/Pcm16.h"
#include "Voice/VoiceLimits.h"

#include <utility>

namespace parley::voice
{

StreamedAudioInput::StreamedAudioInput(int sampleRate)
    : converter(sampleRate, audio::wireSampleRate)
{
}

bool StreamedAudioInput::push(std::span<const std::int16_t> samples)
{
    const std::scoped_lock lock(mutex);
    if (isClosed || waiting.size() + samples.size() > mostWaitingSamples)
    {
        dropped += samples.size();
        return false;
    }
    const auto converted = converter.process(samples);
    waiting.insert(waiting.end(), converted.begin(), converted.end());
    if (!waiting.empty())
        tell();
    return true;
}

bool StreamedAudioInput::push(std::span<const float> samples)
{
    std::vector<std::int16_t> pcm(samples.size());
    audio::floatToPcm16(samples, pcm);
    return push(pcm);
}

void StreamedAudioInput::endTurn()
{
    const std::scoped_lock lock(mutex);
    if (isClosed || (!turnEnds.empty() && turnEnds.back() == waiting.size()))
        return;
    turnEnds.push_back(waiting.size());
    tell();
}

void StreamedAudioInput::close()
{
    const std::scoped_lock lock(mutex);
    if (std::exchange(isClosed, true))
        return;
    const auto rest = converter.finish();
    waiting.insert(waiting.end(), rest.begin(), rest.end());
    tell();
}

StreamedAudioInput::Taken StreamedAudioInput::take()
{
    const std::scoped_lock lock(mutex);
    isTold = false;
    Taken taken;
    if (turnEnds.empty())
        taken.samples = std::exchange(waiting, {});
    else
    {
        const auto end = waiting.begin() + static_cast<std::ptrdiff_t>(turnEnds.front());
        taken.samples.assign(waiting.begin(), end);
        waiting.erase(waiting.begin(), end);
        turnEnds.pop_front();
        for (auto& place : turnEnds)
            place -= taken.samples.size();
        taken.endsTurn = true;
    }
    taken.isLast = isClosed && waiting.empty() && turnEnds.empty();
    return taken;
}

void StreamedAudioInput::whenAvailable(std::function<void()> told)
{
    const std::scoped_lock lock(mutex);
    available = std::move(told);
    if (isClosed || !waiting.empty() || !turnEnds.empty())
        tell();
}

void StreamedAudioInput::tell()
{
    if (available && !std::exchange(isTold, true))
        available();
}

} // namespace parley::voice
