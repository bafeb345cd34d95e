// SPDX-License-Identifier: Apache-2.0
// parley: the command line face of the library. No JUCE.
#include <CLI/CLI.hpp>

int main(int argc, char** argv)
{
    CLI::App app("Parley: a realtime voice agent for any audio host");
    app.set_version_flag("--version", PARLEY_VERSION);
    app.require_subcommand(1);
    CLI11_PARSE(app, argc, argv);
    return 0;
}
