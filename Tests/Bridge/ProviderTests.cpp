// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Provider.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

using namespace parley;
using namespace parley::bridge;

namespace
{

auth::Surroundings surroundingsWith(std::map<std::string, std::string> variables)
{
    auth::Surroundings surroundings;
    surroundings.home = "/nonexistent";
    surroundings.environment = [variables = std::move(variables)](const char* name) -> std::optional<std::string>
    {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
    return surroundings;
}

bool sendsKey(const ResolvedProvider& resolved)
{
    return std::ranges::any_of(resolved.socket.headers,
                               [](const auto& header) { return header.first == "Authorization"; });
}

const auto keyed = surroundingsWith({{"CODEX_API_KEY", "the-key-of-a-test"}});
const auto keyless = surroundingsWith({});

} // namespace

TEST_CASE("OpenAI needs a key, and the error names the places it is looked for")
{
    const auto resolved = resolveProvider({Provider::openAi, {}, "gpt-realtime"}, keyless);
    REQUIRE_FALSE(resolved);
    CHECK(resolved.error().code == ErrorCode::noApiKey);
    const auto withKey = resolveProvider({Provider::openAi, {}, "gpt-realtime"}, keyed);
    REQUIRE(withKey);
    CHECK(sendsKey(withKey.value()));
    CHECK(withKey.value().socket.url.toString() == "wss://api.openai.com/v1/realtime?model=gpt-realtime");
}

TEST_CASE("a key is sent to a custom service over TLS or on this machine, never in the clear")
{
    CHECK(sendsKey(resolveProvider({Provider::custom, "wss://voice.example/v1", "m"}, keyed).value()));
    CHECK(sendsKey(resolveProvider({Provider::custom, "ws://127.0.0.1:9/v1", "m"}, keyed).value()));
    CHECK_FALSE(sendsKey(resolveProvider({Provider::custom, "ws://voice.example/v1", "m"}, keyed).value()));
    CHECK(resolveProvider({Provider::custom, "ws://127.0.0.1:9/v1", "m"}, keyless));
    CHECK_FALSE(resolveProvider({Provider::custom, "wss://voice.example/v1", "m"}, keyless));
}

TEST_CASE("a custom address keeps its own query")
{
    const auto own = resolveProvider({Provider::custom, "wss://voice.example/v1?model=theirs&a=b", "ours"}, keyed);
    CHECK(own.value().socket.url.query == "model=theirs&a=b");
    const auto call = resolveProvider({Provider::custom, "wss://voice.example/v1?call_id=c1", "ours"}, keyed);
    CHECK(call.value().socket.url.query == "call_id=c1");
}

TEST_CASE("an address that is no WebSocket, and a bad CA file, are told")
{
    CHECK(resolveProvider({Provider::custom, "https://voice.example", "m"}, keyed).error().code ==
          ErrorCode::invalidArgument);
    const auto badCa =
        surroundingsWith({{"CODEX_API_KEY", "the-key-of-a-test"}, {"SSL_CERT_FILE", "/nonexistent/ca.pem"}});
    const auto resolved = resolveProvider({Provider::custom, "wss://voice.example", "m"}, badCa);
    REQUIRE_FALSE(resolved);
    CHECK(resolved.error().code == ErrorCode::caFileInvalid);
    CHECK(resolved.error().message.find("/nonexistent/ca.pem") != std::string::npos);
}
