// SPDX-License-Identifier: GPL-3.0-or-later
// What parley-host is told on its command line.
#pragma once

#include "BlockSizes.h"

#include <filesystem>
#include <string>
#include <variant>

namespace parley::host
{

struct Options
{
    std::filesystem::path plugin;
    std::filesystem::path input;
    std::filesystem::path outputDirectory;
    std::filesystem::path recording; ///< Where the plugin's recording is kept.
    std::filesystem::path agents;    ///< The agents file; empty: the plugin's own agent.
    std::string url;                 ///< Empty: the plugin's own default service.
    int sampleRate = 48000;
    int channels = 2;
    BlockSizes blocks = BlockSizes::fixed(480);
};

/// The process ends with this code; what there is to say has been printed.
struct ExitCode
{
    int value = 0;
};

constexpr ExitCode exitDone{0};
constexpr ExitCode exitFailed{1};
constexpr ExitCode exitWrongUse{2};

/// Prints the help to stdout where it is asked for (exitDone), and what is wrong to stderr (exitWrongUse).
[[nodiscard]] std::variant<Options, ExitCode> parseOptions(int argc, const char* const* argv);

} // namespace parley::host
