// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the rates and block sizes that a device offers to use. Pure.
#pragma once

#include <span>

namespace parley::app
{

/// `wanted` where it is offered, then what runs already (`current`), then 48 kHz, which is a whole multiple of the
/// wire's 24 kHz, then the lowest from 44.1 kHz on, then the highest. 0 where nothing is offered.
/// @thread any
[[nodiscard]] double bestSampleRate(std::span<const double> offered, double current, double wanted) noexcept;

/// The smallest offered that is not below `wanted`, or the largest; `standard` where nothing is wanted or offered.
/// @thread any
[[nodiscard]] int bestBlockSize(std::span<const int> offered, int standard, int wanted) noexcept;

} // namespace parley::app
