// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Prebuffer.h"

#include <algorithm>

namespace parley::bridge
{

using namespace std::chrono_literals;

void Prebuffer::set(const PrebufferSettings& settings)
{
    if (settings == asked)
        return;
    asked = settings;
    bounds = settings;
    bounds.least = std::max(bounds.least, 0ms);
    bounds.most = std::max(bounds.most, bounds.least);
    current = std::clamp(bounds.initial, bounds.least, bounds.most);
    sinceChange = 0us;
}

void Prebuffer::underrun()
{
    current = std::min(bounds.most, current + std::max(current / 2, leastGrowth));
    sinceChange = 0us;
}

void Prebuffer::passed(std::chrono::microseconds audio)
{
    for (sinceChange += audio; sinceChange >= calm; sinceChange -= calm)
        current = std::max(bounds.least, current - shrinkage);
}

} // namespace parley::bridge
