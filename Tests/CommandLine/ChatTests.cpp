// SPDX-License-Identifier: Apache-2.0
#include "Service/Service.h"
#include "Support/Skip.h"
#include "Support/TcpPeer.h"
#include "Support/TemporaryFolder.h"
#include "Support/WebSocketPeer.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>
#include <string>
#include <sys/wait.h>

using namespace parley::test;
using Catch::Matchers::Contains;

namespace
{

constexpr auto* key = "sk-of-this-test-0123456789";

struct Ended
{
    int code = -1;
    std::string words; ///< Standard output and standard error.
};

/// In a clean environment but for a key. `arguments` may redirect and pipe.
Ended run(const std::string& arguments, const std::string& input = "")
{
    const auto line =
        "printf '" + input + "' | env -i CODEX_API_KEY=" + key + " '" PARLEY_COMMAND "' " + arguments + " 2>&1";
    auto* output = ::popen(line.c_str(), "r");
    REQUIRE(output != nullptr);
    Ended ended;
    std::array<char, 256> some{};
    while (const auto count = std::fread(some.data(), 1, some.size(), output))
        ended.words.append(some.data(), count);
    const int status = ::pclose(output);
    ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ended;
}

Ended chatWith(const TcpPeer& peer)
{
    return run("chat hello --url ws://127.0.0.1:" + std::to_string(peer.port()) + "/v1/realtime");
}

void checkOneSentence(const Ended& ended, const std::string& part)
{
    CHECK(ended.code == 1);
    CHECK_THAT(ended.words, Contains(part));
    CHECK(std::ranges::count(ended.words, '\n') == 1);
    CHECK_THAT(ended.words, !Contains(key));
}

std::unique_ptr<parley::service::Service> startService()
{
    auto started = parley::service::Service::start({0, parley::Secret(key)});
    return started ? std::move(started).value() : nullptr;
}

#define PARLEY_NEED_MODEL(service)                                                                                     \
    if ((service) == nullptr)                                                                                          \
    PARLEY_SKIP("needs the Debian package pocketsphinx-en-us")

std::string urlOf(const parley::service::Service& service)
{
    return " --url " + service.url() + " ";
}

/// The lines of standard output, as JSON.
std::vector<nlohmann::json> jsonLines(const std::string& words)
{
    std::vector<nlohmann::json> lines;
    std::istringstream stream(words);
    for (std::string line; std::getline(stream, line);)
    {
        lines.push_back(nlohmann::json::parse(line, nullptr, false));
        INFO(line);
        REQUIRE(lines.back().is_object());
    }
    return lines;
}

std::vector<std::string> typesIn(const std::vector<nlohmann::json>& lines)
{
    std::vector<std::string> types;
    for (const auto& line : lines)
        types.push_back(line.at("type").get<std::string>());
    return types;
}

constexpr auto* museum = R"({"agents": [
  {"name": "Front Desk", "handoffs": ["Curator"], "tools": [
    {"kind": "say", "name": "closing_time", "description": "Says when we close.", "line": "We close at six."},
    {"kind": "say", "name": "open_vault", "description": "Opens it.", "line": "It is open.", "needs_approval": true}]},
  {"name": "Curator", "instructions": "Reply with exactly: The curator is here."}]})";

TcpPeer refusing(const std::string& error, std::uint16_t code, const std::string& reason)
{
    return TcpPeer(
        [=](TcpSocket& socket)
        {
            WebSocketPeer peer(socket);
            peer.write(R"({"type":"error","event_id":"e","error":)" + error + "}");
            peer.close(code, reason);
        });
}

} // namespace

TEST_CASE("chat tells a failed connection in one sentence")
{
    checkOneSentence(run("chat hello --url ws://127.0.0.1:" + std::to_string(unusedPort())), "Nothing answers at");
    checkOneSentence(run("chat hello --url ''"), "write it like wss://host/path");
    checkOneSentence(run("chat hello --url ws://127.0.0.1:1 --record /no-such-folder/file.jsonl"), "cannot be written");
}

TEST_CASE("chat tells what a refusal means, not that the session goes on")
{
    const auto wrongKey = refusing(R"({"type":"invalid_request_error","code":"invalid_api_key","message":"Wrong."})",
                                   3000, "invalid_request_error.invalid_api_key");
    checkOneSentence(chatWith(wrongKey), "The service refused the API key");
    const auto noModel = refusing(R"({"type":"invalid_request_error","code":"invalid_model","message":"None."})", 4000,
                                  "invalid_request_error.invalid_model");
    checkOneSentence(chatWith(noModel), "does not offer the model");
}

TEST_CASE("wrong use of the command ends with 2 and one sentence")
{
    for (const auto* arguments : {"", "replay", "chat ' '", "chat hello --bogus", "serve --port 99999", "sing"})
    {
        const auto ended = run(arguments);
        INFO(arguments << " -> " << ended.words);
        CHECK(ended.code == 2);
        CHECK(std::ranges::count(ended.words, '\n') == 1);
    }
    CHECK(run("--help").code == 0);
    CHECK(run("--version").code == 0);
}

TEST_CASE("each text is a turn of its own, answered before the next is sent")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    const auto ended = run("chat" + urlOf(*service) + "'Reply with exactly: one' 'Reply with exactly: two'");
    CHECK(ended.words == "one\ntwo\n");
    CHECK(ended.code == 0);
}

TEST_CASE("without a text, chat answers the lines of its input until their end")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    const auto ended = run("chat" + urlOf(*service), "Reply with exactly: one\\n\\n  \\nReply with exactly: two");
    CHECK(ended.words == "one\ntwo\n");
    CHECK(ended.code == 0);
    CHECK(run("chat" + urlOf(*service)).code == 0);
}

TEST_CASE("as JSON every event is a line")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    const auto ended = run("chat --json" + urlOf(*service) + "'Reply with exactly: one'");
    CHECK(ended.code == 0);
    const auto lines = jsonLines(ended.words);
    const auto types = typesIn(lines);
    for (const auto* type : {"connection_changed", "session_started", "turn_started", "answer_delta", "turn_ended"})
        CHECK(std::ranges::count(types, type) > 0);
    const auto answer = std::ranges::find(types, "answer_done");
    REQUIRE(answer != types.end());
    CHECK(lines[static_cast<std::size_t>(answer - types.begin())].at("text") == "one");
}

TEST_CASE("the agents of a file call their tools, hand over, and are refused what needs approval")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    const TemporaryFolder folder;
    const auto file = folder.write("museum.json", museum).string();
    const auto ended = run("chat --agents " + file + urlOf(*service) +
                           "'Tell me the closing time' 'Please open the vault' 'Transfer me to the curator'");
    INFO(ended.words);
    CHECK(ended.code == 0);
    CHECK_THAT(ended.words, Contains("We close at six.\n"));
    CHECK_THAT(ended.words, Contains("was not approved") && !Contains("It is open."));
    CHECK_THAT(ended.words, Contains("Front Desk hands over to Curator") && Contains("The curator is here."));
}

TEST_CASE("a faulty agents file is told with its lines before anything connects")
{
    const TemporaryFolder folder;
    const auto file = folder.write("agents.json", "{\n  \"agents\": [{\"nam\": \"A\"}]\n}\n").string();
    const auto ended = run("chat hello --url ws://127.0.0.1:1 --agents " + file);
    CHECK(ended.code == 1);
    CHECK_THAT(ended.words, Contains("line 2: \"nam\" is not known here; did you mean \"name\"?"));
    CHECK_THAT(ended.words, !Contains("Nothing answers"));
}

TEST_CASE("a recording of a chat is replayed with the events it had")
{
    const auto service = startService();
    PARLEY_NEED_MODEL(service);
    const TemporaryFolder folder;
    const auto agents = folder.write("museum.json", museum).string();
    const auto recording = (folder.path() / "talk.jsonl").string();
    const auto chat = run("chat --json --agents " + agents + " --record " + recording + urlOf(*service) +
                          "'Tell me the closing time' 'Transfer me to the curator'");
    REQUIRE(chat.code == 0);
    const auto replay = run("replay --json --agents " + agents + " " + recording);
    INFO(replay.words);
    CHECK(replay.code == 0);
    CHECK_THAT(replay.words, !Contains("note:"));
    CHECK(typesIn(jsonLines(replay.words)) == typesIn(jsonLines(chat.words)));
}

TEST_CASE("replay names a broken line, and a file that is not there")
{
    const TemporaryFolder folder;
    const auto file = folder.write("talk.jsonl", "{\"ms\":0,\"from\":\"client\",\"event\":{}}\n").string();
    checkOneSentence(run("replay " + file), "Line 1 of the recording");
    checkOneSentence(run("replay /nowhere/talk.jsonl"), "cannot be read");
}
