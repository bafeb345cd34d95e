// SPDX-License-Identifier: Apache-2.0
// Samples from a host that may not be numbers, told by their bits: loops over them can be vectorised.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace parley::audio
{

/// IEEE 754 single: all bits of the exponent set is infinite or not a number.
inline constexpr std::uint32_t exponentBits = 0x7F800000U;

[[nodiscard]] inline float finiteOrSilence(float sample) noexcept
{
    const auto bits = std::bit_cast<std::uint32_t>(sample);
    return std::bit_cast<float>((bits & exponentBits) == exponentBits ? 0U : bits);
}

/// Adds `share` of a channel to a mix of the same length.
inline void addChannel(const float* channel, float share, std::span<float> mix) noexcept
{
    for (std::size_t i = 0; i < mix.size(); ++i)
        mix[i] += finiteOrSilence(channel[i]) * share;
}

/// Frames `from` on of channels `first` to `last`, one past the end: their mean. A null channel is silence, and so is
/// no channel at all.
inline void mixMean(const float* const* channels, int first, int last, int from, std::span<float> mix) noexcept
{
    for (auto& sample : mix)
        sample = 0;
    const float share = last > first ? 1.0F / static_cast<float>(last - first) : 0.0F;
    for (int channel = first; channel < last; ++channel)
        if (channels[channel] != nullptr)
            addChannel(channels[channel] + from, share, mix);
}

} // namespace parley::audio
