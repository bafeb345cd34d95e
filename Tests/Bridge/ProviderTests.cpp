// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Provider.h"
#include "Realtime/Diagnostics.h"
#include "Service/Service.h"
#include "Support/Skip.h"
#include "Support/VariableSet.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace parley;
using namespace parley::bridge;
using parley::test::surroundingsWith;

namespace
{

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

TEST_CASE("Azure gets its own key, in its own header")
{
    const auto azure = surroundingsWith({{"AZURE_OPENAI_API_KEY", "the-azure-key"}, {"CODEX_API_KEY", "another-key"}});
    const auto resolved = resolveProvider({Provider::azure, "mine", "deployed"}, azure);
    REQUIRE(resolved);
    CHECK(resolved.value().socket.url.toString() == "wss://mine.openai.azure.com/openai/v1/realtime?model=deployed");
    CHECK(resolved.value().socket.headers == net::Headers{{"api-key", "the-azure-key"}});
    CHECK(resolveProvider({Provider::azure, "mine", "deployed"}, keyed).error().code == ErrorCode::noApiKey);
    CHECK(toString(Provider::azure) == "azure");
}

TEST_CASE("OPENAI_BASE_URL moves OpenAI only, and the rule of the clear text holds there, too")
{
    const auto moved = [](const std::string& base) {
        return surroundingsWith({{"CODEX_API_KEY", "the-key-of-a-test"}, {"OPENAI_BASE_URL", base}});
    };
    const auto there = resolveProvider({Provider::openAi, {}, "m"}, moved("https://gate.example/v1"));
    CHECK(there.value().socket.url.toString() == "wss://gate.example/v1/realtime?model=m");
    CHECK(sendsKey(there.value()));
    CHECK_FALSE(sendsKey(resolveProvider({Provider::openAi, {}, "m"}, moved("http://10.0.0.5:8000/v1")).value()));
    const auto own = resolveProvider({Provider::custom, "wss://voice.example", "m"}, moved("https://gate.example/v1"));
    CHECK(own.value().socket.url.host == "voice.example");
}

TEST_CASE("a key source of the caller's own is asked, and a header that authenticates stands in for a key")
{
    ProviderSettings settings{Provider::openAi, {}, "m"};
    settings.key = auth::KeySource::value(Secret("chosen-key-of-a-test"));
    const auto resolved = resolveProvider(settings, keyed);
    CHECK(resolved.value().socket.headers == net::Headers{{"Authorization", "Bearer chosen-key-of-a-test"}});
    settings.key.reset();
    settings.extras.headers = {{"Authorization", "Custom way-of-a-test"}};
    CHECK(resolveProvider(settings, keyless).value().socket.headers ==
          net::Headers{{"Authorization", "Custom way-of-a-test"}});
    settings.key = auth::KeySource::file("/nonexistent/key");
    settings.extras.headers.clear();
    settings.provider = Provider::custom;
    settings.url = "ws://127.0.0.1:9/v1";
    CHECK(resolveProvider(settings, keyed).error().code == ErrorCode::fileNotFound);
}

TEST_CASE("the proxy of the environment is taken over, and an unusable one told at once")
{
    const auto with = [](const std::string& proxy) {
        return surroundingsWith({{"CODEX_API_KEY", "the-key-of-a-test"}, {"HTTPS_PROXY", proxy}});
    };
    const auto resolved = resolveProvider({Provider::openAi, {}, "m"}, with("http://proxy.example:3128"));
    CHECK(resolved.value().socket.proxy.secure.text == "http://proxy.example:3128");
    const auto unusable = resolveProvider({Provider::openAi, {}, "m"}, with("socks5://proxy.example"));
    REQUIRE_FALSE(unusable);
    CHECK(unusable.error().message.find("HTTPS_PROXY") != std::string::npos);
}

TEST_CASE("a token of the service's own, fetched for the attempt, opens a session")
{
    const auto service = service::Service::start({});
    if (!service)
        PARLEY_SKIP("needs the Debian package pocketsphinx-en-us");
    const auto& running = *service.value();
    const auto surroundings =
        surroundingsWith({{"PARLEY_TOKEN_URL", "http" + running.url().substr(2) + "/client_secrets"},
                          {"PARLEY_TOKEN_HEADER", "Authorization: Bearer " + running.key().reveal()}});
    const auto resolved = resolveProvider({Provider::custom, running.url(), "gpt-realtime"}, surroundings);
    REQUIRE(resolved);
    CHECK(resolved.value().socket.headers.at(0).second.starts_with("Bearer ek_"));
    const auto report = realtime::probeTextTurn(Executor::shared(), resolved.value().socket, "gpt-realtime");
    INFO(report.line());
    CHECK_FALSE(report.error);
}
