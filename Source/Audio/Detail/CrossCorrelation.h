// SPDX-License-Identifier: Apache-2.0
// What the microphone has in common with the reference, for each delay of up to a second, summed over the last seconds.
#pragma once

#include "Audio/Detail/Decimator.h"
#include "Audio/Detail/RealFft.h"

#include <vector>

namespace parley::audio::detail
{

/// Generalised cross-correlation with phase transform (Knapp and Carter, 1976): each frequency counts alike, so that
/// neither the pitch of a voice nor somebody who speaks nearby makes a peak.
/// @thread one at a time, any; only the constructor allocates
class CrossCorrelation
{
public:
    static constexpr int sampleRate = 8000;
    static constexpr std::size_t longestDelay = sampleRate;
    static constexpr std::size_t blockLength = 1280;
    static constexpr double blockSeconds = static_cast<double>(blockLength) / sampleRate;

    struct Peak
    {
        double seconds = 0; ///< From the reference to the microphone, 0 to 1.
        /// Against the RMS of all delays. Signals that have nothing in common reach about 4.
        double sharpness = 0;
    };

    struct Slip
    {
        double seconds = 0;  ///< By how much the block's echo comes later than the sum has it, at most 0.6 ms.
        double likeness = 0; ///< Of block and sum, 0 to 1; from 0.05 on the slip is good to some 20 us.
    };

    CrossCorrelation();

    /// 10 ms of each. True at the end of each block of 160 ms.
    [[nodiscard]] bool listen(const Decimator::Frame& microphone, const Decimator::Frame& reference);

    /// At the end of a block: whether both sounded in it. What follows makes sense only then.
    [[nodiscard]] bool compare();
    [[nodiscard]] Slip slip() const;

    /// Moves the sum by so many seconds to later and adds the block to it.
    void add(double later);
    [[nodiscard]] Peak peak() const;

    /// Forgets what was heard.
    void reset();

private:
    [[nodiscard]] float weightOfBlock();
    void fadeEdges();
    [[nodiscard]] std::size_t delaysPossible() const;

    RealFft fft;
    std::vector<float> played; ///< The reference of the longest delay and one block, oldest first.
    std::vector<float> heard;  ///< The microphone's block at its end, silence ahead of it.
    std::vector<RealFft::Bin> playedSpectrum;
    std::vector<RealFft::Bin> block; ///< The block's own spectrum, all frequencies at the same weight.
    std::vector<RealFft::Bin> sum;   ///< Of all blocks, older ones fading.
    std::vector<float> correlation;
    std::size_t filled = 0;
    float quietest = 1; ///< Power of the microphone's quietest block, slowly forgotten.
};

} // namespace parley::audio::detail
