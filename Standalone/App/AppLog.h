// SPDX-License-Identifier: GPL-3.0-or-later
// Where the log of a program goes that nobody watches: a file that is begun anew before it grows too large.
#pragma once

#include "Base/Log.h"
#include "Base/Result.h"
#include "Options.h"

namespace parley::app
{

/// From now on every line of the log, secrets removed, goes to the file, or to standard error where there is none,
/// from level information on; PARLEY_LOG chooses another level (debug, info, warning, err). A full disk loses lines,
/// says so on standard error, and stops nothing. Error: the file cannot be written.
/// @thread any but audio
[[nodiscard]] Result<void> startLog(const LogOptions& options);

} // namespace parley::app
