// SPDX-License-Identifier: GPL-3.0-or-later
// ParleyApp with its window.
#pragma once

#include "Options.h"

namespace parley::app
{

/// Runs until the window is closed or a signal says so; the exit code. Prints what prevents it.
/// @thread main
[[nodiscard]] int runWithWindow(const Options& options, int argc, const char** argv);

} // namespace parley::app
