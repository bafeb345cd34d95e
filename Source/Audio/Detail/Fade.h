// SPDX-License-Identifier: Apache-2.0
// A fade counted in frames, with the shape of a raised cosine but without a call into the maths library.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace parley::audio
{

struct Fade
{
    std::size_t position = 0;
    std::size_t length = 0;

    /// @thread any
    [[nodiscard]] static Fade over(std::chrono::milliseconds time, int sampleRate) noexcept
    {
        const auto frames = static_cast<long long>(sampleRate) * time.count() / 1000;
        return {0, static_cast<std::size_t>(std::max(1LL, frames))};
    }

    [[nodiscard]] std::size_t left() const noexcept { return length - position; }

    /// From just above 0 at the first frame to exactly 1 at the last: 3t^2 - 2t^3.
    [[nodiscard]] float rise() const noexcept
    {
        const float t = static_cast<float>(position) / static_cast<float>(length);
        return t * t * (3.0F - 2.0F * t);
    }

    /// The gain of the next frame of a rising fade.
    float nextRise() noexcept
    {
        ++position;
        return rise();
    }
};

} // namespace parley::audio
