// SPDX-License-Identifier: Apache-2.0
// The level of a block, for meters.
#pragma once

namespace parley::audio
{

/// The largest magnitude in frames `from` to `from + frames` of all channels, full scale at 1. A channel that is null
/// and a sample that is not finite do not count; none at all is 0.
/// @thread audio
[[nodiscard]] float peakOf(const float* const* channels, int channelCount, int from, int frames) noexcept;

} // namespace parley::audio
