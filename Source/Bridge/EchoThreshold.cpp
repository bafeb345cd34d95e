// SPDX-License-Identifier: Apache-2.0
#include "Bridge/EchoThreshold.h"

#include <algorithm>

namespace parley::bridge
{
namespace
{

/// Steps of 9 to 1 settle where nine of ten frames are below. 2 dB a second down, 18 up.
constexpr float stepDownDb = 0.02F;
constexpr float stepUpDb = 9 * stepDownDb;

} // namespace

bool EchoThreshold::passes(float microphoneDb, float referenceDb) noexcept
{
    const auto loudest = reference.push(referenceDb);
    if (loudest < audibleDb)
    {
        open = 0;
        return true;
    }
    const auto ratio = microphoneDb - loudest;
    if (learned < framesToLearn)
    {
        usual = std::max(usual, ratio);
        ++learned;
        return false;
    }
    const bool isLouder = ratio > usual + marginDb;
    if (isLouder)
        open = framesOpen;
    const bool isPassed = open > 0;
    open -= isPassed ? 1 : 0;
    learn(ratio, isPassed);
    return isPassed;
}

/// What passes is taken for the user; only a loudspeaker that was turned up goes on being louder for seconds.
void EchoThreshold::learn(float ratio, bool isPassed) noexcept
{
    if (ratio < usual)
        usual -= stepDownDb;
    else
        usual += isPassed ? stepDownDb : stepUpDb;
}

} // namespace parley::bridge
