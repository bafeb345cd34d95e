// SPDX-License-Identifier: Apache-2.0
#include "AgentsFile.h"

#include "Cast/CastFile.h"

#include <CLI/CLI.hpp>

namespace parley::command
{

void addAgentsOption(CLI::App& command, std::optional<std::string>& file)
{
    command.add_option("--agents", file, "Who speaks: a cast of agents, see docs/agents-file.md")->type_name("FILE");
}

Result<realtime::SessionSettings> settingsFrom(const std::optional<std::string>& file)
{
    if (!file)
        return realtime::SessionSettings{};
    const auto cast = cast::loadCast(*file);
    if (!cast)
        return cast.error();
    return cast.value().settings();
}

} // namespace parley::command
