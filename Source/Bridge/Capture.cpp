// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Capture.h"

#include "Audio/Pcm16.h"
#include "Base/Log.h"

#include <algorithm>
#include <utility>

namespace parley::bridge
{

Capture::Capture(audio::CaptureFifo& from)
    : fifo(from)
{
    pending.reserve(messageSamples);
}

void Capture::pump(const Send& send)
{
    while (fifo.pop(block))
    {
        resample(block);
        std::span<const float> rest(resampled);
        while (!rest.empty())
        {
            const auto begin = pending.size();
            const auto count = std::min(messageSamples - begin, rest.size());
            pending.resize(begin + count);
            audio::floatToPcm16(rest.first(count), std::span(pending).subspan(begin));
            rest = rest.subspan(count);
            if (pending.size() < messageSamples)
                continue;
            send(std::exchange(pending, {}), block.capturedAt);
            pending.reserve(messageSamples);
        }
    }
}

void Capture::resample(const audio::CapturedBlock& from)
{
    resampled.clear();
    if (!resampler || resampler->fromRate() != from.sampleRate)
    {
        if (resampler)
            resampler->finish(resampled);
        auto made = audio::Resampler::create(from.sampleRate, audio::wireSampleRate);
        if (!made)
        {
            log(LogLevel::error, made.error().describe());
            resampler.reset();
            return;
        }
        resampler = std::move(made).value();
    }
    resampler->process(from.frames, resampled);
}

void Capture::discard()
{
    while (fifo.pop(block))
        continue;
    resampler.reset();
    pending.clear();
}

} // namespace parley::bridge
