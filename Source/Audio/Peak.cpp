// SPDX-License-Identifier: Apache-2.0
#include "Audio/Peak.h"

#include "Audio/Detail/FiniteSample.h"

#include <algorithm>

namespace parley::audio
{
namespace
{

/// Magnitudes are in the order of their bits, read as whole numbers.
std::int32_t peakBits(std::span<const float> samples) noexcept
{
    constexpr auto notFinite = static_cast<std::int32_t>(exponentBits);
    std::int32_t peak = 0;
    for (const float sample : samples)
    {
        const auto magnitude = static_cast<std::int32_t>(std::bit_cast<std::uint32_t>(sample) & 0x7FFFFFFFU);
        peak = std::max(peak, magnitude < notFinite ? magnitude : 0);
    }
    return peak;
}

} // namespace

float peakOf(const float* const* channels, int channelCount, int from, int frames) noexcept
{
    std::int32_t peak = 0;
    for (int channel = 0; frames > 0 && channels != nullptr && channel < channelCount; ++channel)
        if (channels[channel] != nullptr)
            peak = std::max(peak, peakBits({channels[channel] + from, static_cast<std::size_t>(frames)}));
    return std::bit_cast<float>(peak);
}

} // namespace parley::audio
