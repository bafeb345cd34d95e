// SPDX-License-Identifier: GPL-3.0-or-later
// The sound of one run on one time axis, whose zero is the input's first frame.
#pragma once

#include <cstddef>
#include <vector>

namespace parley::host
{

struct Take
{
    int sampleRate = 48000;
    std::vector<float> input;  ///< What the plugin was given, one channel.
    std::vector<float> output; ///< What it played, the mean of its channels.

    [[nodiscard]] double msOf(std::size_t frame) const { return 1000.0 * static_cast<double>(frame) / sampleRate; }
    /// Frames before zero count as zero.
    [[nodiscard]] std::size_t frameOf(double ms) const
    {
        return ms <= 0 ? 0 : static_cast<std::size_t>(ms / 1000 * sampleRate);
    }
};

} // namespace parley::host
