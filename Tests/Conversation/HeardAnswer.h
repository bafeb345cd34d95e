// SPDX-License-Identifier: Apache-2.0
// One answer as it left the host, held against what the service sent.
#pragma once

#include "Base/Result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace parley::listening
{

/// Frames are those of the reply, at the host's rate.
struct HeardAnswer
{
    std::size_t begin = 0;     ///< Where the first sample sent belongs.
    std::size_t end = 0;       ///< One past the last frame heard of it.
    bool isFragment = false;   ///< Less than 100 ms sounded before it was interrupted: nothing but its ends is told.
    bool wasHeardOut = false;  ///< Its last words are there.
    double sentMs = 0;         ///< As long as what was sent is.
    double heardMs = 0;        ///< From `begin` to `end`.
    double missingMs = 0;      ///< Lost between the first and the last words heard; below 0: silence was put in.
    double residualDb = 0;     ///< What differs from the sent voice, relative to it, after the fade-in. By libsoxr.
    double hostResidualDb = 0; ///< The same in the whole band of the host, by the product's resampler.
    std::size_t clicks = 0;    ///< Steps between neighbouring frames that the sent voice does not explain.
    double largestStep = 0;    ///< Of all neighbouring frames.
    double largestSentStep = 0;
};

/// Finds the answer at the first sound from `from` on. An Error where there is none, or where what sounds is not it.
/// `reply` is one channel.
[[nodiscard]] Result<HeardAnswer> findAnswer(std::span<const float> reply, int sampleRate, std::size_t from,
                                             std::span<const std::int16_t> sent);

/// How many of the frames are not exactly 0 although no answer sounds, or decays after it (see PlayoutFifo).
[[nodiscard]] std::size_t soundOutside(std::span<const float> reply, int sampleRate,
                                       std::span<const HeardAnswer> answers);

} // namespace parley::listening
