// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Recorder.h"
#include "Support/Skip.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <clocale>
#include <fstream>
#include <future>

using namespace parley;
using namespace parley::realtime;
using Json = nlohmann::json;

namespace
{

std::vector<Json> linesOf(const std::filesystem::path& file)
{
    std::vector<Json> lines;
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);)
    {
        lines.push_back(Json::parse(line, nullptr, false));
        INFO(line);
        REQUIRE(lines.back().is_object());
    }
    return lines;
}

} // namespace

TEST_CASE("a recording is one JSON object a line, whatever white space the frames hold")
{
    const auto executor = Executor::shared();
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "recording.jsonl";
    {
        auto recorder = Recorder::open(*executor, file);
        REQUIRE(recorder);
        recorder.value()->clientFrame(R"({"type":"response.create"})");
        recorder.value()->serverFrame("{\n  \"type\": \"error\",\r\n  \"error\": {}\n}");
        recorder.value()->event(PlaybackFinished{"r1"});
        recorder.value()->event(TurnStarted{"r1", "agent"});
    }
    const auto lines = linesOf(file);
    REQUIRE(lines.size() == 4);
    CHECK(lines[0]["event"]["type"] == "recording.started");
    CHECK(lines[1]["from"] == "client");
    CHECK(lines[2]["from"] == "server");
    CHECK(lines[2]["event"]["type"] == "error");
    CHECK(lines[3]["from"] == "parley");
    CHECK(lines[3]["event"]["response_id"] == "r1");
    CHECK(lines[3]["ms"].get<double>() >= lines[1]["ms"].get<double>());
}

TEST_CASE("a host's locale with a decimal comma does not break the recording")
{
    const auto* german = std::setlocale(LC_NUMERIC, "de_DE.UTF-8");
    if (german == nullptr)
        PARLEY_SKIP("the locale de_DE.UTF-8 is not installed");
    const auto executor = Executor::shared();
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "recording.jsonl";
    {
        auto recorder = Recorder::open(*executor, file);
        REQUIRE(recorder);
        recorder.value()->clientFrame(R"({"type":"x"})");
    }
    std::setlocale(LC_NUMERIC, "C");
    CHECK(linesOf(file).size() == 2);
}

TEST_CASE("keys do not reach the recording")
{
    const auto executor = Executor::shared();
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "recording.jsonl";
    {
        auto recorder = Recorder::open(*executor, file);
        REQUIRE(recorder);
        recorder.value()->clientFrame(R"({"type":"x","text":"my key is sk-proj-abcdefghijkl"})");
    }
    std::ifstream stream(file);
    const std::string all((std::istreambuf_iterator<char>(stream)), {});
    CHECK(all.find("abcdefghijkl") == std::string::npos);
    CHECK(linesOf(file).size() == 2);
}

TEST_CASE("a recorder whose queue is full drops lines and counts them")
{
    const auto executor = Executor::shared();
    const test::TemporaryFolder folder;
    std::promise<void> gate;
    const auto opened = gate.get_future().share();
    for (std::size_t i = 0; i < Executor::poolThreads; ++i)
        REQUIRE(executor->postToPool([opened] { opened.wait(); }));
    const auto file = folder.path() / "recording.jsonl";
    {
        auto recorder = Recorder::open(*executor, file);
        REQUIRE(recorder);
        for (std::size_t i = 0; i < Recorder::queueCapacity + 9; ++i)
            recorder.value()->clientFrame(R"({"type":"x"})");
        CHECK(recorder.value()->droppedLines() == 10);
        gate.set_value();
    }
    CHECK(linesOf(file).size() == Recorder::queueCapacity);
}

TEST_CASE("a file that cannot be written is an error that names it")
{
    const auto executor = Executor::shared();
    const auto recorder = Recorder::open(*executor, "/nowhere/at/all/recording.jsonl");
    REQUIRE_FALSE(recorder);
    CHECK(recorder.error().code == ErrorCode::fileInvalid);
    CHECK(recorder.error().message.find("/nowhere/at/all") != std::string::npos);
}
