// SPDX-License-Identifier: GPL-3.0-or-later
// Tells a loudspeaker input that somebody has wired from one that a host merely offers: LV2 hosts cannot leave it out,
// and give silence.
#pragma once

#include <algorithm>

namespace parley::plugin
{

/// @thread audio
class LoudspeakerWatch
{
public:
    /// Silent for so long, it counts as not wired, and the agent's own voice is what the canceller goes by.
    static constexpr int patienceSeconds = 60;

    /// `peak` is that of the next `frames` frames; true while the input is to be used.
    [[nodiscard]] bool isWired(float peak, int frames, int sampleRate) noexcept
    {
        left = peak > 0 ? patienceSeconds * static_cast<long long>(sampleRate)
                        : std::max(0LL, left - static_cast<long long>(frames));
        return left > 0;
    }

private:
    long long left = 0; ///< Frames.
};

} // namespace parley::plugin
