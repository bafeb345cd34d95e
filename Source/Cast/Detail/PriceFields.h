// SPDX-License-Identifier: Apache-2.0
// Reads `prices` of an agents file.
#pragma once

#include "Cast/Prices.h"
#include "Written/Detail/Fields.h"

namespace parley::cast
{

using written::FaultList;

[[nodiscard]] Prices readPrices(const wire::Json& json, const std::string& path, FaultList& faults);

} // namespace parley::cast
