// SPDX-License-Identifier: Apache-2.0
// Reads the agents of an agents file.
#pragma once

#include "Cast/CastHost.h"
#include "Cast/Detail/ToolFields.h"
#include "Realtime/Agent.h"

#include <vector>

namespace parley::cast
{

using written::Fields;

/// Reads them all and holds them against each other: names that differ, handoffs that lead to one of them.
[[nodiscard]] std::vector<realtime::Agent> readAgents(const Fields& file, const AllowedHosts& hosts,
                                                      const CastHost& host);

} // namespace parley::cast
