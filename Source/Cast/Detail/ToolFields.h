// SPDX-License-Identifier: Apache-2.0
// Reads the declared tools of an agents file.
#pragma once

#include "Cast/CastHost.h"
#include "Realtime/Tool.h"
#include "Written/Detail/Fields.h"

#include <optional>

namespace parley::cast
{

using written::FaultList;
using written::Names;

/// Where the tools of a file may call; a name is in one of the lists, in lower case.
struct AllowedHosts
{
    Names allowed;
    Names privateHosts; ///< May have an address of this machine or its network.
};

/// The `http` of an agents file.
[[nodiscard]] AllowedHosts readAllowedHosts(const wire::Json& json, const std::string& path, FaultList& faults);

/// Nothing, and a fault, when it cannot be made.
[[nodiscard]] std::optional<realtime::Tool> readTool(const wire::Json& json, const std::string& path,
                                                     const AllowedHosts& hosts, const CastHost& host,
                                                     FaultList& faults);

} // namespace parley::cast
