// SPDX-License-Identifier: Apache-2.0
// A gain that reaches what is wanted over a short while, at any sample rate, and never in a step.
#pragma once

#include <algorithm>
#include <chrono>
#include <span>

namespace parley::audio
{

/// @thread audio
class GainRamp
{
public:
    static constexpr std::chrono::milliseconds fallTime{10};
    static constexpr std::chrono::milliseconds riseTime{30};
    /// +40 dB. What is wanted above it, or below 0, is clamped; what is not a number is silence.
    static constexpr float highestGain = 100;

    /// Moves towards `wanted` from now on, from wherever the gain stands.
    void aim(float wanted) noexcept
    {
        const float target = wanted > 0 ? std::min(wanted, highestGain) : 0.0F;
        if (target == to)
            return;
        from = now;
        to = target;
        progress = 0;
    }

    /// Begins again from silence.
    void restart() noexcept
    {
        now = 0;
        from = 0;
        progress = 0;
    }

    void apply(std::span<float> frames, int sampleRate) noexcept
    {
        if (progress < 1)
            frames = frames.subspan(move(frames, sampleRate));
        if (now == 1)
            return;
        for (auto& frame : frames)
            frame *= now;
    }

private:
    /// Returns how many frames were under way to `to`.
    std::size_t move(std::span<float> frames, int sampleRate) noexcept
    {
        const auto time = to < from ? fallTime : riseTime;
        const float step = 1000.0F / static_cast<float>(time.count() * std::max(sampleRate, 1));
        std::size_t moved = 0;
        for (; moved < frames.size() && progress < 1; ++moved)
        {
            progress = std::min(progress + step, 1.0F);
            now = progress < 1 ? from + (to - from) * progress * progress * (3.0F - 2.0F * progress) : to;
            frames[moved] *= now;
        }
        return moved;
    }

    float from = 1;
    float to = 1;
    float now = 1;
    float progress = 1; ///< Of the way from `from` to `to`: 0 to 1.
};

} // namespace parley::audio
