// SPDX-License-Identifier: Apache-2.0
// When each sample at the wire's rate was captured, and whether the talk key was down then. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

namespace parley::bridge
{

/// @thread one at a time
class CaptureClock
{
public:
    using Time = std::chrono::steady_clock::time_point;

    struct Moment
    {
        Time at;
        bool isTalking = false;
    };

    /// A block ends in front of sample `end` (counted at 24 kHz). Pieces of one block have the same time.
    void block(std::uint64_t end, Time capturedAt, bool isTalking);

    /// Of the sample before `end`. Ends are asked for in order; what lies before is forgotten.
    [[nodiscard]] Moment momentOf(std::uint64_t end);

    void reset() noexcept;

private:
    struct Anchor
    {
        std::uint64_t end = 0;
        Moment moment;
    };
    std::deque<Anchor> anchors;
    Time latest{};
};

} // namespace parley::bridge
