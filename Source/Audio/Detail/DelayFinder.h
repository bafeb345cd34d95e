// SPDX-License-Identifier: Apache-2.0
// How much later than it is played the reference comes back in the microphone, followed while the clocks drift.
#pragma once

#include "Audio/Detail/CrossCorrelation.h"

#include <optional>

namespace parley::audio::detail
{

/// A delay counts once several blocks of 160 ms show it each for itself. Then it is followed by a second-order loop
/// (offset and rate, so that it goes on through pauses) in steps of some microseconds; it jumps only when there is
/// three times that evidence for another one.
/// @thread one at a time, any; only the constructor allocates
class DelayFinder
{
public:
    /// 10 ms of each.
    void process(const Decimator::Frame& microphone, const Decimator::Frame& reference);

    /// In seconds; nothing: not found yet.
    [[nodiscard]] std::optional<double> delay() const noexcept { return found; }

    /// By how much the delay grows a second: how much faster the microphone's clock runs.
    [[nodiscard]] double rate() const noexcept { return drift; }

    /// Forgets what was heard.
    void reset();

private:
    void follow(const CrossCorrelation::Slip& slip);
    void consider(const CrossCorrelation::Peak& peak, const CrossCorrelation::Slip& slip);
    [[nodiscard]] bool contradicts(double seconds) const;

    CrossCorrelation correlation;
    std::optional<double> found;
    double drift = 0;
    double notMovedYet = 0; ///< Of the sum, in seconds: the drift of blocks that had nothing to add.
    double candidate = 0;
    double evidence = 0; ///< For the candidate, of all blocks in a row that peak there.
    int blocks = 0;      ///< That gave evidence.
};

} // namespace parley::audio::detail
