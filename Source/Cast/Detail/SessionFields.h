// SPDX-License-Identifier: Apache-2.0
// Reads the `session` of an agents file.
#pragma once

#include "Wire/SessionConfig.h"
#include "Written/Detail/Fields.h"

namespace parley::cast
{

using written::FaultList;

/// What is wrong is left out, with a fault.
[[nodiscard]] wire::SessionConfig readSession(const wire::Json& json, const std::string& path, FaultList& faults);

} // namespace parley::cast
