// SPDX-License-Identifier: GPL-3.0-or-later
// The sizes in which a host hands its audio to a plugin: always the same, or different each time.
#pragma once

#include <random>

namespace parley::host
{

class BlockSizes
{
public:
    /// Every block has `frames` frames; 1 to 65536.
    [[nodiscard]] static BlockSizes fixed(int frames);
    /// 0 to 2048 frames, evenly spread; the same sequence in each run.
    [[nodiscard]] static BlockSizes random();

    /// @thread one at a time; allocates nothing
    [[nodiscard]] int next();

    /// No block is larger.
    [[nodiscard]] int largest() const noexcept { return most; }
    [[nodiscard]] bool isRandom() const noexcept { return least != most; }

private:
    BlockSizes(int smallest, int largestFrames);

    int least;
    int most;
    std::mt19937 generator;
};

} // namespace parley::host
