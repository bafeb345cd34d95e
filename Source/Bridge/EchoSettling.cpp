// SPDX-License-Identifier: Apache-2.0
#include "Bridge/EchoSettling.h"

namespace parley::bridge
{

bool EchoSettling::isSettled(const std::optional<audio::EchoEstimate>& estimate, bool isSounding) noexcept
{
    if (!estimate || !estimate->delay)
    {
        delay.reset();
        return false;
    }
    if (!delay || std::chrono::abs(*estimate->delay - *delay) > sameDelay)
        learned = 0;
    delay = estimate->delay;
    learned += isSounding && learned < framesToSettle ? 1 : 0;
    return learned == framesToSettle && !estimate->hearsItself;
}

} // namespace parley::bridge
