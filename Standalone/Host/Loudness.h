// SPDX-License-Identifier: GPL-3.0-or-later
// Finds where sound begins in samples. Full scale is 1.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace parley::host
{

/// From here on (dBFS) the agent's voice counts as audible.
constexpr double audibleDb = -60;

[[nodiscard]] float gainOfDb(double db);

/// The largest magnitude; 0 of no samples.
[[nodiscard]] float peak(std::span<const float> samples);

/// The first frame at or after `from` whose magnitude is `threshold` or more.
[[nodiscard]] std::optional<std::size_t> firstLoudFrame(std::span<const float> samples, float threshold,
                                                        std::size_t from = 0);

} // namespace parley::host
