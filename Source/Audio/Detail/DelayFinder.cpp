// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/DelayFinder.h"

#include <algorithm>
#include <cmath>

namespace parley::audio::detail
{
namespace
{

constexpr double longestSeconds = 1;

constexpr double clearSharpness = 7;
constexpr double sameSeconds = 0.5e-3;
// One loud instant can make a sharp peak by chance and stays in the sum for seconds. So the blocks after it must show
// the same of their own: each gives as evidence what its likeness to the sum is above that of strangers. Two voices
// at the same time came to none at all in 400 s; an echo comes to 0.05 in about a second.
constexpr double likenessOfStrangers = 0.03;
constexpr double agreeingSlip = 0.3e-3;
constexpr double evidenceToFind = 0.05;
constexpr double evidenceToJump = 0.15;
constexpr int blocksNeeded = 2;
// A peak so much later than the delay is one of the room's reflections, and the canceller reaches it from there.
constexpr double reflectionSeconds = 12e-3;

// The loop: of a slip, a fifth is made up at once; a slip of 0.1 ms changes the rate by up to 19 ppm.
constexpr double offsetGain = 0.2;
constexpr double rateGain = 0.03;
constexpr double largestSlip = 0.3e-3;
constexpr double largestRate = 500e-6; // Twice what the worst sound devices are off.
constexpr double leastLikeness = 0.02;
constexpr double fullLikeness = 0.12;

double weightOf(double likeness)
{
    return std::clamp((likeness - leastLikeness) / (fullLikeness - leastLikeness), 0.0, 1.0);
}

} // namespace

void DelayFinder::process(const Decimator::Frame& microphone, const Decimator::Frame& reference)
{
    if (!correlation.listen(microphone, reference))
        return;
    const bool isSounding = correlation.compare();
    const auto slip = isSounding ? correlation.slip() : CrossCorrelation::Slip();
    if (found)
        follow(slip);
    if (!isSounding)
        return;
    correlation.add(notMovedYet);
    notMovedYet = 0;
    consider(correlation.peak(), slip);
}

void DelayFinder::follow(const CrossCorrelation::Slip& slip)
{
    const double expected = drift * CrossCorrelation::blockSeconds;
    const double late =
        weightOf(slip.likeness) * std::clamp(slip.seconds - notMovedYet - expected, -largestSlip, largestSlip);
    drift = std::clamp(drift + rateGain * late / CrossCorrelation::blockSeconds, -largestRate, largestRate);
    const double later = expected + offsetGain * late;
    notMovedYet += later;
    found = std::clamp(*found + later, 0.0, longestSeconds);
}

void DelayFinder::consider(const CrossCorrelation::Peak& peak, const CrossCorrelation::Slip& slip)
{
    const bool isSame = std::abs(peak.seconds - candidate) < sameSeconds && peak.sharpness > clearSharpness;
    candidate = peak.seconds;
    if (!isSame)
    {
        evidence = 0;
        blocks = 0;
        return;
    }
    if (std::abs(slip.seconds) < agreeingSlip && slip.likeness > likenessOfStrangers)
    {
        evidence += slip.likeness - likenessOfStrangers;
        ++blocks;
    }
    if (blocks < blocksNeeded || evidence < (found ? evidenceToJump : evidenceToFind) || !contradicts(candidate))
        return;
    found = candidate;
    drift = 0;
}

/// True also while nothing is found.
bool DelayFinder::contradicts(double seconds) const
{
    if (!found)
        return true;
    const double later = seconds - *found;
    return later > reflectionSeconds || later < -4 * sameSeconds;
}

void DelayFinder::reset()
{
    correlation.reset();
    found.reset();
    drift = 0;
    notMovedYet = 0;
    candidate = 0;
    evidence = 0;
    blocks = 0;
}

} // namespace parley::audio::detail
