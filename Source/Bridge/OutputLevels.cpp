// SPDX-License-Identifier: Apache-2.0
#include "Bridge/OutputLevels.h"

#include "Audio/Detail/DotProduct.h"
#include "Audio/Peak.h"

#include <algorithm>
#include <cmath>

namespace parley::bridge
{

void OutputLevels::Window::add(std::span<const float> samples)
{
    const auto* const channel = samples.data();
    sumOfSquares += static_cast<double>(audio::detail::sumOfSquares(samples));
    peak = std::max(peak, audio::peakOf(&channel, 1, 0, static_cast<int>(samples.size())));
    frames += samples.size();
}

realtime::OutputLevel OutputLevels::Window::level() const
{
    return {static_cast<float>(std::sqrt(sumOfSquares / static_cast<double>(frames))), peak};
}

void OutputLevels::pushed(std::uint64_t position, std::span<const float> frames, int sampleRate)
{
    const auto whole = std::max<std::size_t>(1, static_cast<std::size_t>(sampleRate / perSecond));
    while (!frames.empty())
    {
        if (growing.frames == 0)
            growing.begin = position;
        const auto count = std::min(frames.size(), whole - std::min(growing.frames, whole - 1));
        growing.add(frames.first(count));
        position += count;
        frames = frames.subspan(count);
        if (growing.frames >= whole)
            ended();
    }
}

void OutputLevels::ended()
{
    if (growing.frames > 0)
        complete.push_back(growing);
    growing = {};
}

void OutputLevels::clear()
{
    complete.clear();
    growing = {};
}

std::optional<realtime::OutputLevel> OutputLevels::take(std::uint64_t position, bool isSilent)
{
    std::optional<realtime::OutputLevel> now;
    for (; !complete.empty() && complete.front().begin < position; complete.pop_front())
        now = complete.front().level();
    if (now)
        isSounding = true;
    else if (isSilent && isSounding)
    {
        clear();
        isSounding = false;
        now = realtime::OutputLevel{};
    }
    return now;
}

} // namespace parley::bridge
