// SPDX-License-Identifier: GPL-3.0-or-later
// How long to wait before something is tried again: longer each time, and short again after it went well. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <span>

namespace parley::app
{

/// @thread one at a time
class WaitLadder
{
public:
    /// The steps must outlive the ladder and be at least one; the last is kept.
    explicit WaitLadder(std::span<const std::chrono::milliseconds> steps)
        : waits(steps)
    {
    }

    [[nodiscard]] std::chrono::milliseconds next() noexcept
    {
        const auto wait = waits[position];
        if (position + 1 < waits.size())
            ++position;
        return wait;
    }

    void reset() noexcept { position = 0; }

private:
    std::span<const std::chrono::milliseconds> waits;
    std::size_t position = 0;
};

} // namespace parley::app
