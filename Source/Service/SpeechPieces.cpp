// SPDX-License-Identifier: Apache-2.0
#include "Service/SpeechPieces.h"

namespace parley::service
{

std::size_t firstPiece(std::span<const std::int16_t> samples, int sampleRate)
{
    const auto rate = static_cast<std::size_t>(sampleRate);
    const auto longest = static_cast<std::size_t>(longestPieceSeconds) * rate;
    const auto shortest = 7 * rate;
    const auto window = rate / 10;
    if (samples.size() <= longest)
        return samples.size();
    std::size_t best = longest;
    double lowest = -1.0;
    for (std::size_t start = shortest; start + window <= longest; start += window / 2)
    {
        double energy = 0.0;
        for (const auto sample : samples.subspan(start, window))
            energy += static_cast<double>(sample) * sample;
        if (lowest < 0.0 || energy < lowest)
        {
            lowest = energy;
            best = start + window / 2;
        }
    }
    return best;
}

} // namespace parley::service
