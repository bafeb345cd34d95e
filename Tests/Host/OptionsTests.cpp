// SPDX-License-Identifier: Apache-2.0
#include "Host/Options.h"

#include <catch2/catch.hpp>

#include <iostream>
#include <sstream>
#include <vector>

using namespace parley::host;

namespace
{

/// Catches what is printed, so that a test's output stays clean.
class Quiet
{
public:
    Quiet()
        : out(std::cout.rdbuf(sink.rdbuf()))
        , err(std::cerr.rdbuf(sink.rdbuf()))
    {
    }
    ~Quiet()
    {
        std::cout.rdbuf(out);
        std::cerr.rdbuf(err);
    }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;
    [[nodiscard]] std::string text() const { return sink.str(); }

private:
    std::ostringstream sink;
    std::streambuf* out;
    std::streambuf* err;
};

std::variant<Options, ExitCode> parse(std::vector<const char*> arguments)
{
    arguments.insert(arguments.begin(), {"parley-host", "--plugin", "P.vst3", "--in", "in.wav", "--out", "results"});
    return parseOptions(static_cast<int>(arguments.size()), arguments.data());
}

} // namespace

TEST_CASE("three files are all a run needs")
{
    const auto parsed = parse({});
    REQUIRE(std::holds_alternative<Options>(parsed));
    const auto& options = std::get<Options>(parsed);
    CHECK(options.plugin == "P.vst3");
    CHECK(options.recording == "results/recording.jsonl");
    CHECK(options.sampleRate == 48000);
    CHECK(options.channels == 2);
    CHECK(options.blocks.largest() == 480);
    CHECK_FALSE(options.blocks.isRandom());
}

TEST_CASE("blocks are a number of frames or random")
{
    CHECK(std::get<Options>(parse({"--block", "64"})).blocks.largest() == 64);
    CHECK(std::get<Options>(parse({"--block", "random"})).blocks.isRandom());
}

TEST_CASE("the agents come from a file where one is named")
{
    CHECK(std::get<Options>(parse({})).agents.empty());
    CHECK(std::get<Options>(parse({"--agents", "museum.json"})).agents == "museum.json");
}

TEST_CASE("wrong use is told and ends with exit code 2")
{
    const auto arguments =
        GENERATE(std::vector<const char*>{"--block", "0"}, std::vector<const char*>{"--block", "12x"},
                 std::vector<const char*>{"--rate", "100"}, std::vector<const char*>{"--channels", "3"},
                 std::vector<const char*>{"--url", "http://a"}, std::vector<const char*>{"--what"});
    const Quiet quiet;
    const auto parsed = parse(arguments);
    REQUIRE(std::holds_alternative<ExitCode>(parsed));
    CHECK(std::get<ExitCode>(parsed).value == 2);
    CHECK_FALSE(quiet.text().empty());
}

TEST_CASE("help is printed and ends with exit code 0")
{
    const Quiet quiet;
    CHECK(std::get<ExitCode>(parse({"--help"})).value == 0);
    CHECK(quiet.text().find("--plugin") != std::string::npos);
}
