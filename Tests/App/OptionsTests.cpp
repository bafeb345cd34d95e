// SPDX-License-Identifier: GPL-3.0-or-later
#include "App/Options.h"

#include <catch2/catch.hpp>

#include <iostream>
#include <sstream>
#include <vector>

using namespace parley;
using namespace parley::app;

namespace
{

/// What is printed goes here, so that a test's output stays clean.
class Printed
{
public:
    Printed()
        : out(std::cout.rdbuf(text.rdbuf()))
        , err(std::cerr.rdbuf(text.rdbuf()))
    {
    }
    ~Printed()
    {
        std::cout.rdbuf(out);
        std::cerr.rdbuf(err);
    }
    Printed(const Printed&) = delete;
    Printed& operator=(const Printed&) = delete;
    [[nodiscard]] bool names(const std::string& word) const { return text.str().find(word) != std::string::npos; }

private:
    std::ostringstream text;
    std::streambuf* out;
    std::streambuf* err;
};

std::variant<Options, ExitCode> parse(std::vector<const char*> arguments)
{
    arguments.insert(arguments.begin(), "ParleyApp");
    return parseOptions(static_cast<int>(arguments.size()), arguments.data());
}

Options optionsOf(const std::vector<const char*>& arguments)
{
    const auto parsed = parse(arguments);
    REQUIRE(std::holds_alternative<Options>(parsed));
    return std::get<Options>(parsed);
}

} // namespace

TEST_CASE("without a word the app opens its window with what was saved", "[app]")
{
    const auto options = optionsOf({});
    CHECK_FALSE(options.isHeadless);
    CHECK_FALSE(options.connects);
    CHECK_FALSE(options.devices);
    CHECK_FALSE(options.agent.provider);
    CHECK(options.agent.agents.empty());
    CHECK(options.log.file.empty());
}

TEST_CASE("an unattended run is told everything on its command line", "[app]")
{
    const auto options = optionsOf({"--headless",
                                    "--agents",
                                    "guide.json",
                                    "--provider",
                                    "Custom",
                                    "--url",
                                    "wss://voice.example/v1/realtime",
                                    "--model",
                                    "m",
                                    "--record",
                                    "wire.jsonl",
                                    "--osc-port",
                                    "9001",
                                    "--osc-send",
                                    "10.0.0.5:9000",
                                    "--driver",
                                    "ALSA",
                                    "--input",
                                    "USB mic",
                                    "--rate",
                                    "44100",
                                    "--buffer",
                                    "256",
                                    "--log-file",
                                    "parley.log",
                                    "--log-size",
                                    "2",
                                    "--log-files",
                                    "3"});
    CHECK(options.isHeadless);
    CHECK(options.agent.agents == "guide.json");
    CHECK(options.agent.provider == bridge::Provider::custom);
    CHECK(options.agent.url == "wss://voice.example/v1/realtime");
    CHECK(options.agent.model == "m");
    CHECK(options.agent.recording == "wire.jsonl");
    CHECK(options.agent.osc.receivePort == 9001);
    CHECK(options.agent.osc.send == std::pair<std::string, int>("10.0.0.5", 9000));
    CHECK_FALSE(options.agent.osc.isOpenToNetwork);
    CHECK(options.devices == DeviceChoice{.driver = "ALSA", .input = "USB mic", .sampleRate = 44100, .blockSize = 256});
    CHECK(options.log.file == "parley.log");
    CHECK(options.log.mebibytes == 2);
    CHECK(options.log.files == 3);
}

TEST_CASE("wrong use of ParleyApp is told and ends with exit code 2", "[app]")
{
    const auto arguments =
        GENERATE(std::vector<const char*>{"--what"}, std::vector<const char*>{"--provider", "nobody"},
                 std::vector<const char*>{"--rate", "7"}, std::vector<const char*>{"--buffer", "0"},
                 std::vector<const char*>{"--log-size", "0"}, std::vector<const char*>{"--osc-port", "0"},
                 std::vector<const char*>{"--osc-send", "9000"}, std::vector<const char*>{"--osc-send", "host:99999"},
                 std::vector<const char*>{"--agents"}, std::vector<const char*>{"--headless", "--screenshot", "a.png"},
                 std::vector<const char*>{"--headless", "--connect"}, std::vector<const char*>{"file.json"});
    const Printed printed;
    const auto parsed = parse(arguments);
    REQUIRE(std::holds_alternative<ExitCode>(parsed));
    CHECK(std::get<ExitCode>(parsed).value == 2);
}

TEST_CASE("ParleyApp's help names its options and exit codes", "[app]")
{
    const Printed printed;
    CHECK(std::get<ExitCode>(parse({"--help"})).value == 0);
    CHECK(printed.names("--headless"));
    CHECK(printed.names("--log-file"));
    CHECK(printed.names("Exit codes: 0"));
}
