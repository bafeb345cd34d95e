// SPDX-License-Identifier: Apache-2.0
// A tool that moves a parameter of its host.
#pragma once

#include "Cast/CastHost.h"
#include "Cast/DeclaredTool.h"

#include <string>

namespace parley::cast
{

struct ParameterTool
{
    DeclaredTool declared; ///< Its only argument is `value`, from `minimum` to `maximum`.
    std::string parameter;
    double minimum = 0; ///< From 0 to 1, as `maximum`.
    double maximum = 1;
};

/// `host.setParameter` must be there.
[[nodiscard]] realtime::Tool makeTool(ParameterTool parameter, const CastHost& host);

} // namespace parley::cast
