// SPDX-License-Identifier: Apache-2.0
// `parley chat`: lines to the agent, its answers on standard output.
#pragma once

namespace CLI
{
class App;
}

namespace parley::command
{

/// Adds the subcommand. Running it sets `exitCode`: 0 when every line was answered, 1 when one was not.
void addChat(CLI::App& app, int& exitCode);

} // namespace parley::command
