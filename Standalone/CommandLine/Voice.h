// SPDX-License-Identifier: Apache-2.0
// `parley voice`: speech from a file goes through the voice pipeline, and the answer is a file.
#pragma once

namespace CLI
{
class App;
}

namespace parley::command
{

/// Adds the subcommand. Running it sets `exitCode`: 0 answered, 75 cannot be served for a known reason, 1 failed.
void addVoice(CLI::App& app, int& exitCode);

} // namespace parley::command
