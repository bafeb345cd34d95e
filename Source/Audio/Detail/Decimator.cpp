// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/Decimator.h"

#include "Audio/Detail/DotProduct.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace parley::audio::detail
{
namespace
{

/// A sinc that ends at 3.9 kHz, under a Blackman window.
std::array<float, Decimator::taps> makeTaps()
{
    constexpr double cutoff = 3900.0 / 48000;
    constexpr double pi = std::numbers::pi;
    std::array<float, Decimator::taps> made{};
    for (std::size_t i = 0; i < made.size(); ++i)
    {
        const double away = static_cast<double>(i) - static_cast<double>(Decimator::taps) / 2;
        const double turn = 2 * pi * static_cast<double>(i) / static_cast<double>(Decimator::taps);
        const double window = 0.42 - 0.5 * std::cos(turn) + 0.08 * std::cos(2 * turn);
        const double sinc = i == Decimator::taps / 2 ? 2 * cutoff : std::sin(2 * pi * cutoff * away) / (pi * away);
        made[i] = static_cast<float>(window * sinc);
    }
    return made;
}

const std::array<float, Decimator::taps> filter = makeTaps();

} // namespace

Decimator::Frame Decimator::process(std::span<const float> frame)
{
    std::copy(history.begin() + frameIn, history.end(), history.begin());
    std::copy_n(frame.begin(), frameIn, history.begin() + taps);
    Frame made{};
    for (std::size_t i = 0; i < made.size(); ++i)
        made[i] = dotProduct(filter.data(), history.data() + i * factor + 1, taps);
    return made;
}

} // namespace parley::audio::detail
