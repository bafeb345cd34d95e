// SPDX-License-Identifier: Apache-2.0
// parley: the command line face of the library. No JUCE.
#include "Chat.h"
#include "Probe.h"
#include "Replay.h"
#include "Serve.h"
#include "Voice.h"

#include <CLI/CLI.hpp>

#include <string>

namespace
{

constexpr int wrongUse = 2;

std::string describeWrongUse(const CLI::App*, const CLI::Error& problem)
{
    return "parley: " + std::string(problem.what()) + "; parley --help tells how it is used.\n";
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app("Parley: a realtime voice agent for any audio host");
    app.set_version_flag("--version", PARLEY_VERSION);
    app.require_subcommand(1);
    int exitCode = 0;
    parley::command::addServe(app, exitCode);
    parley::command::addChat(app, exitCode);
    parley::command::addProbe(app, exitCode);
    parley::command::addReplay(app, exitCode);
    parley::command::addVoice(app, exitCode);
    app.failure_message(describeWrongUse);
    try
    {
        app.parse(argc, argv);
    }
    catch (const CLI::ParseError& problem)
    {
        return app.exit(problem) == 0 ? 0 : wrongUse;
    }
    return exitCode;
}
