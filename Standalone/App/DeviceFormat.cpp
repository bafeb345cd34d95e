// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeviceFormat.h"

#include <algorithm>

namespace parley::app
{

double bestSampleRate(std::span<const double> offered, double current, double wanted) noexcept
{
    constexpr double standard = 48000;
    constexpr double lowestGood = 44100;
    if (offered.empty())
        return 0;
    for (const double rate : {wanted, current, standard})
        if (rate > 0 && std::ranges::find(offered, rate) != offered.end())
            return rate;
    double lowest = 0;
    for (const double rate : offered)
        if (rate >= lowestGood && (lowest == 0 || rate < lowest))
            lowest = rate;
    return lowest > 0 ? lowest : std::ranges::max(offered);
}

int bestBlockSize(std::span<const int> offered, int standard, int wanted) noexcept
{
    if (wanted <= 0 || offered.empty())
        return standard;
    int best = 0;
    for (const int frames : offered)
        if (frames >= wanted && (best == 0 || frames < best))
            best = frames;
    return best > 0 ? best : std::ranges::max(offered);
}

} // namespace parley::app
