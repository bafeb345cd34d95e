// SPDX-License-Identifier: GPL-3.0-or-later
// A run as one picture: both waveforms on one axis, the turns, the words and the latencies.
#pragma once

#include "Base/Result.h"
#include "RunReport.h"

#include <filesystem>

namespace parley::host
{

/// Writes a PNG, drawn in software: no display is needed. @thread message
[[nodiscard]] Result<void> writeReportImage(const std::filesystem::path& file, const RunReport& report);

} // namespace parley::host
