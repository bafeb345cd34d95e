// SPDX-License-Identifier: Apache-2.0
// A stream of 16-bit samples at another rate: the Resampler for audio that stays PCM, such as a telephone's.
#pragma once

#include "Audio/Resampler.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace parley::audio
{

/// @thread one at a time, any but audio
class RateConverter
{
public:
    /// Rates in Hz as Resampler has them; other rates, and equal ones, pass the samples through.
    RateConverter(int fromRate, int toRate);

    /// What is ready of the stream so far.
    [[nodiscard]] std::vector<std::int16_t> process(std::span<const std::int16_t> samples);

    /// The rest, so that all that came out is as long as all that went in; what follows is a new stream.
    [[nodiscard]] std::vector<std::int16_t> finish();

private:
    [[nodiscard]] std::vector<std::int16_t> taken();

    std::optional<Resampler> resampler;
    std::vector<float> from;
    std::vector<float> to;
};

} // namespace parley::audio
