// SPDX-License-Identifier: Apache-2.0
// `parley replay`: a recording goes through the session's rules again, and the events come out.
#pragma once

namespace CLI
{
class App;
}

namespace parley::command
{

/// Adds the subcommand. Running it sets `exitCode`: 0 when the recording was read, 1 when it was not.
void addReplay(CLI::App& app, int& exitCode);

} // namespace parley::command
