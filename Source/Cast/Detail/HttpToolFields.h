// SPDX-License-Identifier: Apache-2.0
// Reads an `http` tool of an agents file, and holds its address against the hosts that the file allows.
#pragma once

#include "Cast/Detail/ToolFields.h"
#include "Cast/HttpTool.h"

namespace parley::cast
{

using written::Fields;

/// What is wrong is a fault; the tool is then not to be used.
[[nodiscard]] realtime::Tool readHttpTool(const Fields& fields, DeclaredTool declared, const AllowedHosts& hosts,
                                          const CastHost& host);

} // namespace parley::cast
