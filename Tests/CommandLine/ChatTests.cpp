// SPDX-License-Identifier: Apache-2.0
#include "Support/TcpPeer.h"
#include "Support/WebSocketPeer.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
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

/// In a clean environment but for a key.
Ended run(const std::string& arguments)
{
    const auto line = std::string("env -i CODEX_API_KEY=") + key + " '" PARLEY_COMMAND "' " + arguments + " 2>&1";
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
    for (const auto* arguments : {"", "chat", "chat ' '", "chat hello --bogus", "serve --port 99999", "sing"})
    {
        const auto ended = run(arguments);
        INFO(arguments << " -> " << ended.words);
        CHECK(ended.code == 2);
        CHECK(std::ranges::count(ended.words, '\n') == 1);
    }
    CHECK(run("--help").code == 0);
    CHECK(run("--version").code == 0);
}
