// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/ReferenceAligner.h"

#include <algorithm>
#include <cmath>

namespace parley::audio::detail
{
namespace
{

constexpr std::array<float, ReferenceDelay::frameLength> silence{};

// With one clock the delay is followed only when it is off by so much: each change makes the canceller learn anew.
constexpr double steadyRate = 8e-6;
constexpr double steadySeconds = 30e-6;

} // namespace

const ReferenceDelay::Frame& ReferenceAligner::process(std::span<const float> microphone,
                                                       std::span<const float> reference)
{
    const auto played = reference.empty() ? std::span<const float>(silence) : reference;
    finder.process(ofMicrophone.process(microphone), ofReference.process(played));
    const auto delay = finder.delay();
    const bool isDue =
        delay && (!applied || std::abs(finder.rate()) > steadyRate || std::abs(*delay - *applied) > steadySeconds);
    if (isDue && applied != delay)
    {
        applied = delay;
        line.set(std::max(0.0, *delay - marginSeconds) * ReferenceDelay::sampleRate);
    }
    return line.process(played);
}

void ReferenceAligner::reset()
{
    ofMicrophone = {};
    ofReference = {};
    finder.reset();
    line.reset();
    applied.reset();
}

} // namespace parley::audio::detail
