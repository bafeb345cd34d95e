// SPDX-License-Identifier: Apache-2.0
// The agents of `--agents FILE`, for every command that talks.
#pragma once

#include "Base/Result.h"
#include "Realtime/SessionCore.h"

#include <optional>
#include <string>

namespace CLI
{
class App;
}

namespace parley::command
{

/// Adds the option; the path goes to `file`.
void addAgentsOption(CLI::App& command, std::optional<std::string>& file);

/// The settings that the file says, or the defaults when there is none.
[[nodiscard]] Result<realtime::SessionSettings> settingsFrom(const std::optional<std::string>& file);

} // namespace parley::command
