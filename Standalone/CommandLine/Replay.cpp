// SPDX-License-Identifier: Apache-2.0
#include "Replay.h"

#include "AgentsFile.h"
#include "Realtime/EventJson.h"
#include "Realtime/RecordingReplay.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

namespace parley::command
{
namespace
{

struct ReplayOptions
{
    std::string file;
    std::optional<std::string> agentsFile;
    bool asJson = false;
};

double milliseconds(std::chrono::microseconds at)
{
    return static_cast<double>(at.count()) / 1000.0;
}

std::string dumped(const wire::Json& json)
{
    return json.dump(-1, ' ', false, wire::Json::error_handler_t::replace);
}

void print(const realtime::ReplayedEvent& replayed, bool asJson)
{
    auto json = realtime::toJson(replayed.event);
    if (asJson)
    {
        json["ms"] = milliseconds(replayed.at);
        std::cout << dumped(json) << '\n';
        return;
    }
    const auto type = json["type"].get<std::string>();
    json.erase("type");
    std::printf("%11.3f  %-25s  %s\n", milliseconds(replayed.at), type.c_str(), dumped(json).c_str());
}

int fail(const Error& error)
{
    std::cerr << "parley: " << error.describe() << std::endl;
    return 1;
}

int replayFile(const ReplayOptions& options)
{
    const auto recording = realtime::Recording::read(std::filesystem::path(options.file));
    if (!recording)
        return fail(recording.error());
    auto settings = settingsFrom(options.agentsFile);
    if (!settings)
        return fail(settings.error());
    const auto result = realtime::replay(recording.value(), std::move(settings).value());
    for (const auto& event : result.events)
        print(event, options.asJson);
    std::cout << std::flush;
    for (const auto& difference : result.differences)
        std::cerr << "note: " << difference << '\n';
    return 0;
}

} // namespace

void addReplay(CLI::App& app, int& exitCode)
{
    auto* replaying = app.add_subcommand("replay", "Put a recording through the session's rules and print the events");
    const auto options = std::make_shared<ReplayOptions>();
    replaying->add_option("file", options->file, "A recording, see docs/recording.md")->required();
    addAgentsOption(*replaying, options->agentsFile);
    replaying->add_flag("--json", options->asJson, "Print every event as JSON, one a line");
    replaying->callback([options, &exitCode] { exitCode = replayFile(*options); });
}

} // namespace parley::command
