// SPDX-License-Identifier: Apache-2.0
#include "Support/TemporaryFolder.h"
#include "Voice/TranscriptionRequest.h"
#include "Voice/VoiceRig.h"

#include <catch2/catch.hpp>

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sys/wait.h>

using namespace parley;
using namespace parley::test;
using namespace parley::voice;
using Catch::Matchers::Contains;

namespace
{

/// `parley voice` in a clean environment, with half a second of speech.
struct Ran
{
    explicit Ran(const std::string& arguments)
    {
        const auto speech = folder.write("speech.wav", wavFile(std::vector<std::int16_t>(12000, 1000)));
        const auto line = "env -i '" PARLEY_COMMAND "' voice --in " + speech.string() + " --out " +
                          (folder.path() / "out").string() + " " + arguments + " 2>&1";
        auto* output = ::popen(line.c_str(), "r");
        REQUIRE(output != nullptr);
        std::array<char, 256> some{};
        while (const auto count = std::fread(some.data(), 1, some.size(), output))
            words.append(some.data(), count);
        const int status = ::pclose(output);
        code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    [[nodiscard]] std::string events() const
    {
        std::ifstream file(folder.path() / "out" / "events.json");
        return {std::istreambuf_iterator<char>(file), {}};
    }

    TemporaryFolder folder;
    int code = -1;
    std::string words;
};

} // namespace

TEST_CASE("parley voice leaves the answer as sound and all events as JSON")
{
    StreamingPeer server(wholeService("hello", "Hello, who is there?"));
    const Ran ran("--url " + server.address("/v1"));
    CHECK(ran.code == 0);
    CHECK(ran.words == "you: hello\nagent: Hello, who is there?\n");
    const auto reply = AudioInput::fromWavFile(ran.folder.path() / "out" / "reply.wav");
    REQUIRE(reply);
    CHECK(reply.value().samples().size() == std::string("Hello, who is there?").size() * 240);
    const auto events = wire::Json::parse(ran.events());
    CHECK(events.front()["type"] == "voice_stream_event_transcript");
    CHECK(events.back()["event"] == "session_ended");
}

TEST_CASE("parley voice can answer with what was said")
{
    StreamingPeer server(wholeService("hello", "unused"));
    const Ran ran("--echo --url " + server.address("/v1"));
    CHECK(ran.code == 0);
    CHECK_THAT(ran.words, Contains("agent: You said: hello"));
}

TEST_CASE("parley voice tells an account without credit as skipped")
{
    StreamingPeer server([](const ReceivedRequest&, AnswerWriter& answer)
                         { answer.whole(429, R"({"error":{"code":"insufficient_quota","message":"Sorry."}})"); });
    const Ran ran("--url " + server.address("/v1"));
    CHECK(ran.code == 75);
    CHECK_THAT(ran.words, Catch::Matchers::StartsWith("SKIPPED: "));
    CHECK_THAT(ran.events(), Contains("quota_exceeded"));
}

TEST_CASE("parley voice tells in one sentence what is wrong")
{
    const Ran ran("--provider other");
    CHECK(ran.code == 1);
    CHECK_THAT(ran.words, Contains("choose local, openai, azure or custom"));
}
