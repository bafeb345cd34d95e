// SPDX-License-Identifier: Apache-2.0
// A tool whose output makes the agent say a line word for word.
#pragma once

#include "Cast/DeclaredTool.h"

#include <string>

namespace parley::cast
{

struct SayTool
{
    DeclaredTool declared;
    std::string line;
};

[[nodiscard]] realtime::Tool makeTool(const SayTool& say);

} // namespace parley::cast
