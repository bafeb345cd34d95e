// SPDX-License-Identifier: Apache-2.0
// A tool that sends one OSC message over UDP.
#pragma once

#include "Cast/DeclaredTool.h"

#include <cstdint>
#include <string>

namespace parley::cast
{

/// The arguments travel in their order, by type: integer as `i`, number as `f`, string as `s`, boolean as `T` or `F`
/// (Open Sound Control 1.0).
struct OscTool
{
    DeclaredTool declared;
    std::string host; ///< Name or address.
    std::uint16_t port = 0;
    std::string address; ///< Begins with '/'.
};

[[nodiscard]] realtime::Tool makeTool(const OscTool& osc);

} // namespace parley::cast
