// SPDX-License-Identifier: GPL-3.0-or-later
// What ParleyApp is told on its command line.
#pragma once

#include "Bridge/Provider.h"
#include "DeviceChoice.h"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace parley::app
{

/// Open Sound Control, see docs/plugin.md; off unless one of the first two is given.
struct OscOptions
{
    std::optional<int> receivePort;
    std::optional<std::pair<std::string, int>> send; ///< Host and port.
    bool isOpenToNetwork = false;

    [[nodiscard]] bool isOn() const noexcept { return receivePort.has_value() || send.has_value(); }
};

/// What is left out stays as it was saved; without a window nothing is saved, and it is the default.
struct AgentOptions
{
    std::filesystem::path agents; ///< A cast of agents, see docs/agents-file.md.
    std::optional<bridge::Provider> provider;
    std::optional<std::string> url;
    std::optional<std::string> model;
    std::filesystem::path recording; ///< See docs/recording.md.
    OscOptions osc;
};

struct LogOptions
{
    std::filesystem::path file{}; ///< Empty: standard error.
    int mebibytes = 10;           ///< Of one file; then the next is begun.
    int files = 5;                ///< Kept beside the one that is written.
};

struct Options
{
    bool isHeadless = false;
    bool connects = false;     ///< At once; without a window that goes without saying.
    bool listsDevices = false; ///< Prints them and ends.
    AgentOptions agent;
    std::optional<DeviceChoice> devices; ///< Nothing: those that were saved.
    LogOptions log;
    std::filesystem::path screenshot; ///< Draws the window into this file and ends.
};

/// The process ends with this code; what there is to say has been printed.
struct ExitCode
{
    int value = 0;
};

constexpr ExitCode exitDone{0};          ///< Ended because it was told to.
constexpr ExitCode exitFailed{1};        ///< Another start may go better.
constexpr ExitCode exitWrongUse{2};      ///< The command line is wrong.
constexpr ExitCode exitNotConfigured{3}; ///< A file that it names cannot be used: another start will not go better.

/// Prints the help to stdout where it is asked for (exitDone), and what is wrong to stderr (exitWrongUse).
[[nodiscard]] std::variant<Options, ExitCode> parseOptions(int argc, const char* const* argv);

} // namespace parley::app
