// SPDX-License-Identifier: Apache-2.0
// A tool that the program around a bridge runs in its own time, as it says so in JSON.
#pragma once

#include "Base/Result.h"
#include "Realtime/Tool.h"

#include <string>

namespace parley::bridge
{

/// {"name", "description", "parameters", "timeout_ms", "needs_approval"}: the first two must be there. `parameters` is
/// a JSON schema, an object without arguments where there is none. The tool has no `run`: its calls are answered with
/// `VoiceBridge::answerTool`. The error, of code fileInvalid, names each fault with its line.
/// @thread any but audio
[[nodiscard]] Result<realtime::Tool> parseHostTool(const std::string& text);

} // namespace parley::bridge
