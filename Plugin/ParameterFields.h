// SPDX-License-Identifier: GPL-3.0-or-later
// The parameters as fields of the state's JSON.
#pragma once

#include "Plugin/FieldReader.h"
#include "Plugin/ParameterValues.h"

namespace parley::plugin
{

/// @thread any but audio
void writeParameters(const ParameterValues& values, nlohmann::json& object);

/// A field that is missing gets its default; one that is wrong keeps its value, with a remark.
/// @thread any but audio
void readParameters(const FieldReader& fields, ParameterValues& values);

} // namespace parley::plugin
