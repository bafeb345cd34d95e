// SPDX-License-Identifier: Apache-2.0
#include "Audio/RateConverter.h"

#include "Audio/Pcm16.h"

#include <utility>

namespace parley::audio
{

RateConverter::RateConverter(int fromRate, int toRate)
{
    auto made = Resampler::create(fromRate, toRate);
    if (fromRate != toRate && made)
        resampler = std::move(made).value();
}

std::vector<std::int16_t> RateConverter::process(std::span<const std::int16_t> samples)
{
    if (!resampler)
        return {samples.begin(), samples.end()};
    from.resize(samples.size());
    pcm16ToFloat(samples, from);
    resampler->process(from, to);
    return taken();
}

std::vector<std::int16_t> RateConverter::finish()
{
    if (!resampler)
        return {};
    resampler->finish(to);
    return taken();
}

std::vector<std::int16_t> RateConverter::taken()
{
    std::vector<std::int16_t> samples(to.size());
    floatToPcm16(to, samples);
    to.clear();
    return samples;
}

} // namespace parley::audio
