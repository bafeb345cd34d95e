// SPDX-License-Identifier: GPL-3.0-or-later
#include "BlockSizes.h"

namespace parley::host
{

namespace
{
constexpr int largestRandomBlock = 2048;
}

BlockSizes::BlockSizes(int smallest, int largestFrames)
    : least(smallest)
    , most(largestFrames)
    , generator(std::mt19937::default_seed)
{
}

BlockSizes BlockSizes::fixed(int frames)
{
    return {frames, frames};
}

BlockSizes BlockSizes::random()
{
    return {0, largestRandomBlock};
}

int BlockSizes::next()
{
    return isRandom() ? std::uniform_int_distribution<int>(least, most)(generator) : most;
}

} // namespace parley::host
