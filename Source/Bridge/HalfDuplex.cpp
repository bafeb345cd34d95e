// SPDX-License-Identifier: Apache-2.0
#include "Bridge/HalfDuplex.h"

#include <algorithm>

namespace parley::bridge
{

bool HalfDuplex::passes(bool agentSounds) noexcept
{
    constexpr std::chrono::milliseconds frame{10};
    if (agentSounds)
    {
        left = hold;
        return false;
    }
    if (left <= std::chrono::milliseconds(0))
        return true;
    left -= std::min(left, frame);
    return false;
}

} // namespace parley::bridge
