// SPDX-License-Identifier: GPL-3.0-or-later
// The latencies of a run in words and numbers, for a terminal and for the picture.
#pragma once

#include "Latency.h"

#include <string>
#include <vector>

namespace parley::host
{

struct LatencyRow
{
    std::string name;
    std::string count;
    std::string median; ///< "123 ms", or "-" where nothing was measured.
    std::string max;
};

[[nodiscard]] std::vector<LatencyRow> latencyRows(const Latency& latency);

/// With a heading, in columns.
[[nodiscard]] std::string latencyTable(const Latency& latency);

} // namespace parley::host
