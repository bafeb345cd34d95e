// SPDX-License-Identifier: Apache-2.0
// `parley probe`: whether a service answers, and if not, why.
#pragma once

namespace CLI
{
class App;
}

namespace parley::command
{

/// Adds the subcommand. Running it sets `exitCode`: 0 answered, 75 cannot serve for a known reason, 1 failed.
void addProbe(CLI::App& app, int& exitCode);

} // namespace parley::command
