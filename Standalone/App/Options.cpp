// SPDX-License-Identifier: GPL-3.0-or-later
#include "Options.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <map>

namespace parley::app
{

namespace
{

constexpr int lowestPort = 1;
constexpr int highestPort = 65535;

constexpr const char* about = "Parley: a realtime voice agent on this machine's sound devices.\n"
                              "With a window, or with --headless unattended and without a display.";

constexpr const char* exitCodes =
    "Exit codes: 0 ended as told (SIGTERM, SIGINT, SIGHUP or the window's close button), 1 failed, 2 wrong use,\n"
    "3 a file that was named cannot be used. Keys come from the environment or files, never from the command line.";

const std::map<std::string, bridge::Provider>& providers()
{
    using bridge::Provider;
    static const std::map<std::string, Provider> names{{"local", Provider::local},
                                                       {"openai", Provider::openAi},
                                                       {"azure", Provider::azure},
                                                       {"custom", Provider::custom}};
    return names;
}

void addAgent(CLI::App& app, AgentOptions& agent)
{
    app.add_option("--agents", agent.agents, "Who speaks: a cast of agents, see docs/agents-file.md")
        ->type_name("FILE");
    app.add_option("--provider", agent.provider, "The service")
        ->transform(CLI::CheckedTransformer(providers(), CLI::ignore_case).description(""))
        ->type_name("local|openai|azure|custom");
    app.add_option("--url", agent.url, "The service's address, for azure and custom")->type_name("URL");
    app.add_option("--model", agent.model, "The service's model; for azure the deployment")->type_name("NAME");
    app.add_option("--record", agent.recording, "Writes both directions of the wire, see docs/recording.md")
        ->type_name("FILE");
}

std::optional<std::pair<std::string, int>> hostAndPort(const std::string& text)
{
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0)
        return std::nullopt;
    int port = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data() + colon + 1, end, port);
    if (problem != std::errc{} || stop != end || port < lowestPort || port > highestPort)
        return std::nullopt;
    return std::pair(text.substr(0, colon), port);
}

void addOsc(CLI::App& app, OscOptions& osc)
{
    app.add_option("--osc-port", osc.receivePort, "Obeys Open Sound Control on this port, see docs/plugin.md")
        ->check(CLI::Range(lowestPort, highestPort))
        ->type_name("PORT");
    app.add_option_function<std::string>(
           "--osc-send", [&osc](const std::string& text) { osc.send = hostAndPort(text); },
           "Tells its state, captions and level to this address")
        ->check([](const std::string& text)
                { return hostAndPort(text) ? std::string() : std::string("give HOST:PORT, as 127.0.0.1:9000"); })
        ->type_name("HOST:PORT");
    app.add_flag("--osc-open", osc.isOpenToNetwork, "Obeys other machines, too");
}

void addDevices(CLI::App& app, DeviceChoice& choice)
{
    app.add_option("--driver", choice.driver, "JACK, ALSA, ...; without it whichever has devices, JACK first")
        ->type_name("NAME");
    app.add_option("--input", choice.input, "The microphone; without it the system's own is followed")
        ->type_name("NAME");
    app.add_option("--output", choice.output, "The loudspeaker; the same")->type_name("NAME");
    app.add_option("--rate", choice.sampleRate, "Sample rate; without it the device's own")
        ->check(CLI::Range(8000.0, DeviceChoice::highestRate))
        ->type_name("HZ");
    app.add_option("--buffer", choice.blockSize, "Frames a block; without it the device's own")
        ->check(CLI::Range(16, DeviceChoice::largestBlock))
        ->type_name("FRAMES");
}

void addLog(CLI::App& app, LogOptions& log)
{
    app.add_option("--log-file", log.file, "Where the log goes; without it to standard error")->type_name("FILE");
    app.add_option("--log-size", log.mebibytes, "MiB of one file; then the next is begun")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    app.add_option("--log-files", log.files, "How many older ones are kept: name.1.log, name.2.log, ...")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
}

} // namespace

std::variant<Options, ExitCode> parseOptions(int argc, const char* const* argv)
{
    Options options;
    DeviceChoice devices;
    CLI::App app(about);
    app.footer(exitCodes);
    app.set_version_flag("--version", PARLEY_VERSION);
    auto* headless = app.add_flag("--headless", options.isHeadless, "Runs without a window, and connects by itself");
    app.add_flag("--connect", options.connects, "Connects at once, as the button does")->excludes(headless);
    app.add_flag("--list-devices", options.listsDevices, "Prints the drivers and their devices, and ends");
    addAgent(app, options.agent);
    addOsc(app, options.agent.osc);
    addDevices(app, devices);
    addLog(app, options.log);
    app.add_option("--screenshot", options.screenshot, "Draws the window into a PNG file, and ends")
        ->type_name("FILE")
        ->excludes(headless);
    try
    {
        app.parse(argc, argv);
    }
    catch (const CLI::ParseError& problem)
    {
        return app.exit(problem) == 0 ? exitDone : exitWrongUse;
    }
    if (devices != DeviceChoice{})
        options.devices = devices;
    return options;
}

} // namespace parley::app
