// SPDX-License-Identifier: Apache-2.0
#include "Bridge/PreRoll.h"

namespace parley::bridge
{

void PreRoll::keep(const CaptureFrame& frame)
{
    if (frames.empty())
        frames.resize(mostFrames);
    if (kept == mostFrames)
    {
        oldest = (oldest + 1) % mostFrames;
        --kept;
    }
    frames[(oldest + kept) % mostFrames] = frame;
    ++kept;
}

void PreRoll::forget() noexcept
{
    oldest = 0;
    kept = 0;
}

} // namespace parley::bridge
