// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Recording.h"

#include <catch2/catch.hpp>

#include <sstream>

using namespace parley;
using namespace parley::realtime;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace
{

Result<Recording> read(const std::string& text)
{
    std::istringstream stream(text);
    return Recording::read(stream, "talk.jsonl");
}

const std::string good = R"({"ms":0.0,"from":"parley","event":{"type":"recording.started"}})"
                         "\n";

} // namespace

TEST_CASE("a recording is read back line by line")
{
    const auto recording = read(good + "\n" + R"({"ms":41.5,"from":"server","event":{"type":"session.created"}})" +
                                "\r\n" + R"({"ms":40,"from":"client","event":{"type":"session.update"}})" + "\n" +
                                R"({"ms":50,"from":"somebody","event":{"type":"x"}})");
    REQUIRE(recording);
    const auto& lines = recording.value().lines;
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].from == RecordedLine::From::parley);
    CHECK(lines[1].at == 41500us);
    CHECK(lines[1].type() == "session.created");
    CHECK(lines[2].from == RecordedLine::From::client);
    CHECK(lines[2].at == 41500us);
}

TEST_CASE("a broken line of a recording is named, with what is wrong")
{
    for (const auto& [line, words] : std::vector<std::pair<std::string, std::string>>{
             {R"({"ms":1,"from":"client","event":{"type":"x")", "is no JSON object"},
             {"[1]", "is no JSON object"},
             {R"({"from":"client","event":{"type":"x"}})", "has no time"},
             {R"({"ms":-1,"from":"client","event":{"type":"x"}})", "has no time"},
             {R"({"ms":1e300,"from":"client","event":{"type":"x"}})", "has no time"},
             {R"({"ms":1,"event":{"type":"x"}})", "does not say in \"from\" whose it is"},
             {R"({"ms":1,"from":"client"})", "has no \"event\""},
             {R"({"ms":1,"from":"client","event":{"type":3}})", "has no \"event\""}})
    {
        const auto recording = read(good + line + "\n");
        INFO(line);
        REQUIRE_FALSE(recording);
        CHECK(recording.error().code == ErrorCode::fileInvalid);
        CHECK_THAT(recording.error().message, Contains("Line 2 of the recording talk.jsonl " + words));
    }
}

TEST_CASE("a recording that is empty or missing is an error that names it")
{
    CHECK_THAT(read("\n").error().message, Contains("talk.jsonl is empty"));
    const auto missing = Recording::read(std::filesystem::path("/nowhere/talk.jsonl"));
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::fileNotFound);
}
