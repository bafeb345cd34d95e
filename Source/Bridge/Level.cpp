// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Level.h"

#include "Audio/Detail/DotProduct.h"

#include <algorithm>
#include <cmath>

namespace parley::bridge
{

float levelDb(std::span<const float> samples) noexcept
{
    const auto power = audio::detail::sumOfSquares(samples);
    if (power <= 0)
        return silenceDb;
    return std::max(silenceDb, 10 * std::log10(power / static_cast<float>(samples.size())));
}

float Envelope::push(float level) noexcept
{
    levels[next] = level;
    next = (next + 1) % frames;
    return *std::max_element(levels.begin(), levels.end());
}

} // namespace parley::bridge
