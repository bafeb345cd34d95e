// SPDX-License-Identifier: Apache-2.0
// The sum that a filter makes of its taps and the signal, in a form that compilers turn into vector instructions.
#pragma once

#include <array>
#include <cstddef>
#include <numeric>
#include <span>

namespace parley::audio::detail
{

/// `count` is a multiple of 8.
/// @thread any
[[nodiscard]] inline float dotProduct(const float* left, const float* right, std::size_t count) noexcept
{
    std::array<float, 8> sums{};
    for (std::size_t i = 0; i < count; i += sums.size())
        for (std::size_t lane = 0; lane < sums.size(); ++lane)
            sums[lane] += left[i + lane] * right[i + lane];
    return std::accumulate(sums.begin(), sums.end(), 0.0F);
}

/// Of any number of samples.
/// @thread any
[[nodiscard]] inline float sumOfSquares(std::span<const float> samples) noexcept
{
    const auto whole = samples.size() / 8 * 8;
    float sum = dotProduct(samples.data(), samples.data(), whole);
    for (const auto sample : samples.subspan(whole))
        sum += sample * sample;
    return sum;
}

} // namespace parley::audio::detail
