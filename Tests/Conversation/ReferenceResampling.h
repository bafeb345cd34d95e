// SPDX-License-Identifier: Apache-2.0
// Resampling by another library than the product's (libsoxr), so that a fault of its resampler shows.
#pragma once

#include <span>
#include <vector>

namespace parley::listening
{

/// The whole signal at once, at soxr's very high quality. Rates in Hz, above 0.
[[nodiscard]] std::vector<float> resampledByReference(std::span<const float> signal, double fromRate, double toRate);

} // namespace parley::listening
