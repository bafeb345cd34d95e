// SPDX-License-Identifier: Apache-2.0
// The account of what was heard: which frames of the fifo were which samples of which part, and what was cut.
#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <map>

namespace parley::bridge
{

/// Pure: positions are those of a PlayoutFifo. Its size is bounded by what the fifo holds and by the parts it is asked
/// for.
/// @thread one at a time
class HeardAccount
{
public:
    /// Frames of one part in the fifo. Frame `begin` is the part's sample `sampleBase` plus `frameOffset` frames.
    struct Stretch
    {
        std::uint32_t token = 0;
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        std::uint64_t sampleBase = 0;
        std::uint64_t frameOffset = 0;
        int rate = 0;
    };

    /// In the order of their positions.
    void pushed(const Stretch& stretch);

    /// Frames from here up to there were thrown away. In order, and told before `reached` passes them.
    void cut(std::uint64_t from, std::uint64_t to);

    /// All frames below this position have left, or were cut.
    void reached(std::uint64_t position);

    /// How far the part was heard, in samples of the wire's rate, rounded down. 0 for one that was forgotten.
    [[nodiscard]] std::uint64_t heardSamples(std::uint32_t token) const;

    /// Nobody will ask for this part any more.
    void forget(std::uint32_t token);

private:
    struct Cut
    {
        std::uint64_t from = 0;
        std::uint64_t to = 0;
    };
    [[nodiscard]] std::uint64_t heardSamples(const Stretch& stretch) const;

    std::uint64_t position = 0;
    std::deque<Stretch> open; ///< Not all of them has left.
    std::list<Cut> cuts;      ///< That reach beyond the begin of the oldest open one.
    std::map<std::uint32_t, std::uint64_t> settled;
};

} // namespace parley::bridge
