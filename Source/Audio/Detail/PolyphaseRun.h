// SPDX-License-Identifier: Apache-2.0
// The sums that a resampler's outputs are: its inner loop.
#pragma once

#include "Audio/Detail/PolyphaseFilter.h"

#include <span>

namespace parley::audio::detail
{

/// Makes all outputs from the place `phase / up` input frames behind `signal` on (`phase` below `up`), each `down / up`
/// frames behind the one before it. `signal` is the frame that the first tap of the first output belongs to; there are
/// `taps` frames from the first tap of the last output on. What an output is does not depend on which others are made
/// with it. Uses AVX2 and FMA where the processor has them.
/// @thread any
void runPolyphase(const PolyphaseFilter& filter, const float* signal, std::uint64_t phase,
                  std::span<float> outputs) noexcept;

} // namespace parley::audio::detail
