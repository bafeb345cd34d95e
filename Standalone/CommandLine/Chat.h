// SPDX-License-Identifier: Apache-2.0
// `parley chat`: one line to the agent, its answer on standard output.
#pragma once

namespace CLI
{
class App;
}

namespace parley::command
{

/// Adds the subcommand. Running it sets `exitCode`: 0 when the answer came, 1 when it did not.
void addChat(CLI::App& app, int& exitCode);

} // namespace parley::command
