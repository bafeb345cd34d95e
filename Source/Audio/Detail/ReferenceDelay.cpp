// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/ReferenceDelay.h"

#include "Audio/Detail/DotProduct.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace parley::audio::detail
{
namespace
{

constexpr std::size_t half = ReferenceDelay::taps / 2;
constexpr double largestSlide = 96;
constexpr int framesToSlide = 16;

/// Taps for the value `part` of a sample after the eighth.
std::array<float, ReferenceDelay::taps> between(double part)
{
    std::array<float, ReferenceDelay::taps> made{};
    for (std::size_t i = 0; i < made.size(); ++i)
    {
        const double away = static_cast<double>(i) - static_cast<double>(half - 1) - part;
        const double turn = std::numbers::pi * away;
        const double sinc = std::abs(away) < 1e-9 ? 1 : std::sin(turn) / turn;
        made[i] = static_cast<float>(sinc * (0.5 + 0.5 * std::cos(turn / static_cast<double>(half))));
    }
    return made;
}

} // namespace

ReferenceDelay::ReferenceDelay()
    : history(longest + frameLength + taps)
{
}

void ReferenceDelay::set(double samples)
{
    wanted = std::clamp(samples, 0.0, static_cast<double>(longest));
    framesLeft = framesToSlide;
    if (std::abs(wanted - current) < largestSlide)
        return;
    current = wanted;
    framesLeft = 0;
}

const ReferenceDelay::Frame& ReferenceDelay::process(std::span<const float> frame)
{
    std::copy(history.begin() + frameLength, history.end(), history.begin());
    const auto place = history.end() - frameLength;
    if (frame.empty())
        std::fill(place, history.end(), 0.0F);
    else
        std::copy_n(frame.begin(), frameLength, place);
    read(current, made);
    if (framesLeft == 0)
        return made;
    current += (wanted - current) / framesLeft--;
    read(current, next);
    for (std::size_t i = 0; i < made.size(); ++i)
        made[i] += (next[i] - made[i]) * static_cast<float>(i) / static_cast<float>(frameLength);
    return made;
}

/// The filter looks `half` samples ahead; delays shorter than that are read without it.
void ReferenceDelay::read(double samples, Frame& to) const
{
    const double fromStart = static_cast<double>(history.size() - frameLength) - samples;
    const auto whole = static_cast<std::size_t>(fromStart);
    const double part = fromStart - static_cast<double>(whole);
    if (samples < static_cast<double>(half))
    {
        std::copy_n(history.begin() + static_cast<std::ptrdiff_t>(whole), frameLength, to.begin());
        return;
    }
    const auto filter = between(part);
    const float* from = history.data() + whole + 1 - half;
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i] = dotProduct(from + i, filter.data(), taps);
}

void ReferenceDelay::reset()
{
    std::fill(history.begin(), history.end(), 0.0F);
    current = 0;
    wanted = 0;
    framesLeft = 0;
}

} // namespace parley::audio::detail
