// SPDX-License-Identifier: GPL-3.0-or-later
#include "Loudness.h"

#include <algorithm>
#include <cmath>

namespace parley::host
{

float gainOfDb(double db)
{
    return static_cast<float>(std::pow(10.0, db / 20));
}

float peak(std::span<const float> samples)
{
    float most = 0;
    for (const auto sample : samples)
        most = std::max(most, std::abs(sample));
    return most;
}

std::optional<std::size_t> firstLoudFrame(std::span<const float> samples, float threshold, std::size_t from)
{
    for (auto frame = from; frame < samples.size(); ++frame)
        if (std::abs(samples[frame]) >= threshold)
            return frame;
    return std::nullopt;
}

} // namespace parley::host
