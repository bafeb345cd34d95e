// SPDX-License-Identifier: Apache-2.0
#include "Auth/KeySource.h"
#include "Auth/ServiceKey.h"
#include "Base/Executor.h"
#include "Support/HttpPeer.h"
#include "Support/TemporaryFolder.h"
#include "Support/VariableSet.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <future>
#include <latch>
#include <thread>

using namespace parley;
using namespace parley::auth;
using namespace parley::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace
{

std::int64_t secondsFromNow(std::int64_t seconds)
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(now).count() + seconds;
}

std::shared_ptr<KeySource> serverAt(std::uint16_t port, net::Headers headers = {})
{
    TokenServer server;
    server.url = net::Url::parse("http://127.0.0.1:" + std::to_string(port) + "/token").value();
    server.headers = std::move(headers);
    return KeySource::tokenServer(std::move(server));
}

/// The key that a token server's answer leads to, or the error's code.
std::string keyFrom(const std::string& body, int status = 200)
{
    HttpPeer server([&](const ReceivedRequest&) { return GivenAnswer{status, body}; });
    const auto key = serverAt(server.port())->take();
    return key ? key.value().key.reveal() : std::string(toString(key.error().code));
}

/// How often the server is asked for two keys in a row.
std::size_t requestsForTwo(const Json& answer)
{
    HttpPeer server([&](const ReceivedRequest&) { return GivenAnswer{200, answer.dump()}; });
    const auto source = serverAt(server.port());
    REQUIRE(source->take());
    REQUIRE(source->take());
    return server.requests().size();
}

} // namespace

TEST_CASE("a key that is given is taken as it is, and an empty one is an error")
{
    CHECK(KeySource::value(Secret("given-key"))->take().value().key.reveal() == "given-key");
    CHECK(KeySource::value(Secret(""))->take().error().code == ErrorCode::noApiKey);
}

TEST_CASE("a key file is read at each attempt, without the blank space around the key")
{
    const TemporaryFolder folder;
    const auto path = folder.write("key", "  key-in-a-file\r\n\n");
    const auto source = KeySource::file(path);
    CHECK(source->take().value().key.reveal() == "key-in-a-file");
    CHECK(source->take().value().source == path.string());
    folder.write("key", "another-key");
    CHECK(source->take().value().key.reveal() == "another-key");
}

TEST_CASE("a key file that is missing, empty, a folder or no key file is told by its path")
{
    const TemporaryFolder folder;
    const auto errorOf = [&](const std::filesystem::path& path)
    {
        const auto key = KeySource::file(path)->take();
        REQUIRE_FALSE(key);
        CHECK_THAT(key.error().message, Contains(path.string()));
        return key.error();
    };
    CHECK(errorOf(folder.path() / "none").code == ErrorCode::fileNotFound);
    CHECK_THAT(errorOf(folder.write("empty", " \n")).message, Contains("is empty"));
    CHECK_THAT(errorOf(folder.path()).message, Contains("folder"));
    const auto lines = errorOf(folder.write("lines", "secret-one\nsecret-two"));
    CHECK(lines.code == ErrorCode::fileInvalid);
    CHECK_THAT(lines.describe(), !Contains("secret-"));
    CHECK_THAT(errorOf(folder.write("large", std::string(20000, 'k'))).message, Contains("larger"));
}

TEST_CASE("a callback is asked for each attempt")
{
    std::atomic<int> calls{0};
    const auto source =
        KeySource::callback([&](const std::stop_token&) { return Secret("made-key-" + std::to_string(++calls)); });
    CHECK(source->take().value().key.reveal() == "made-key-1");
    CHECK(source->take().value().key.reveal() == "made-key-2");
}

TEST_CASE("a callback that fails, throws or gives nothing is an error")
{
    const auto errorOf = [](KeySource::Callback callback)
    { return KeySource::callback(std::move(callback))->take().error(); };
    const auto own = errorOf(
        [](const std::stop_token&) -> Result<Secret> {
            return Error{ErrorCode::forbidden, "The safe is locked: open it.", "safe"};
        });
    CHECK(own.code == ErrorCode::forbidden);
    const auto thrown = errorOf([](const std::stop_token&) -> Result<Secret>
                                { throw std::runtime_error("with Bearer abcdefgh12345678"); });
    CHECK(thrown.code == ErrorCode::internal);
    CHECK_THAT(thrown.describe(), !Contains("abcdefgh12345678"));
    CHECK_THAT(errorOf([](const std::stop_token&) -> Result<Secret> { throw 7; }).message, Contains("correct it"));
    CHECK(errorOf([](const std::stop_token&) { return Secret(); }).code == ErrorCode::noApiKey);
}

TEST_CASE("a callback that takes too long is told to stop, and its key is not used")
{
    const auto hasStopped = std::make_shared<std::promise<void>>();
    const auto source = KeySource::callback(
        [hasStopped](const std::stop_token& stop)
        {
            std::latch stopped(1);
            const std::stop_callback whenStopped(stop, [&] { stopped.count_down(); });
            stopped.wait();
            hasStopped->set_value();
            return Secret("late-key");
        },
        60ms);
    const auto key = source->take();
    REQUIRE_FALSE(key);
    CHECK(key.error().code == ErrorCode::timeout);
    CHECK(hasStopped->get_future().wait_for(30s) == std::future_status::ready);
}

TEST_CASE("a callback that heeds no stop does not hold up the attempt beyond its deadline")
{
    std::promise<void> gate;
    const auto opened = gate.get_future().share();
    auto source = KeySource::callback(
        [opened](const std::stop_token&)
        {
            opened.wait_for(30s);
            return Secret("late-key");
        },
        400ms);
    const auto begun = std::chrono::steady_clock::now();
    CHECK(source->take().error().code == ErrorCode::timeout);
    CHECK(std::chrono::steady_clock::now() - begun < 20s);
    gate.set_value();
    source.reset();
}

TEST_CASE("a callback is called even when all of the pool waits for its own")
{
    const auto executor = Executor::shared();
    std::vector<std::future<std::string>> keys;
    std::latch all(static_cast<std::ptrdiff_t>(Executor::poolThreads));
    for (std::size_t i = 0; i < Executor::poolThreads; ++i)
    {
        const auto made = std::make_shared<std::promise<std::string>>();
        keys.push_back(made->get_future());
        const auto asks = [made, &all]
        {
            all.arrive_and_wait();
            const auto source = KeySource::callback([](const std::stop_token&) { return Secret("own-key"); }, 20s);
            const auto key = source->take();
            made->set_value(key ? key.value().key.reveal() : key.error().message);
        };
        REQUIRE(executor->postToPool(asks));
    }
    for (auto& key : keys)
        CHECK(key.get() == "own-key");
}

TEST_CASE("a look-up that is stopped ends, whatever the callback does")
{
    std::stop_source stop;
    const auto source = KeySource::callback(
        [&](const std::stop_token& told)
        {
            std::latch stopped(1);
            const std::stop_callback whenStopped(told, [&] { stopped.count_down(); });
            stop.request_stop();
            stopped.wait();
            return Secret("late-key");
        });
    CHECK(source->take(stop.get_token()).error().code == ErrorCode::cancelled);
}

TEST_CASE("a token server is asked by POST, with its headers, and its answer read in each usual form")
{
    HttpPeer server([](const ReceivedRequest&) { return GivenAnswer{200, R"({"value":"ek_of-a-test-1"})"}; });
    const auto key = serverAt(server.port(), {{"X-User", "me"}})->take();
    REQUIRE(key);
    CHECK(key.value().isToken);
    CHECK(key.value().source == "the token server 127.0.0.1:" + std::to_string(server.port()));
    const auto seen = server.requests().at(0);
    CHECK(seen.method == "POST");
    CHECK(seen.headers.at("x-user") == "me");
    CHECK(seen.headers.at("content-type") == "application/json");
    CHECK(seen.body == "{}");
    CHECK(keyFrom(R"({"client_secret":{"value":"ek_of-a-test-2","expires_at":1}})") == "ek_of-a-test-2");
    CHECK(keyFrom(R"({"token":" tok-3 "})") == "tok-3");
}

TEST_CASE("a token is used until shortly before it expires, and one without a time once")
{
    CHECK(requestsForTwo({{"value", "ek_long-lived"}, {"expires_at", secondsFromNow(600)}}) == 1);
    CHECK(requestsForTwo({{"value", "ek_almost-over"}, {"expires_at", secondsFromNow(9)}}) == 2);
    CHECK(requestsForTwo({{"value", "ek_without-time"}}) == 2);
    CHECK(requestsForTwo({{"client_secret", {{"value", "ek_nested"}, {"expires_at", secondsFromNow(600)}}}}) == 1);
}

TEST_CASE("what a token server says in place of a token is classified")
{
    CHECK(keyFrom("{}", 401) == "unauthorized");
    CHECK(keyFrom("{}", 403) == "forbidden");
    CHECK(keyFrom("{}", 429) == "rate_limited");
    CHECK(keyFrom("oops", 503) == "upstream_server_error");
    CHECK(keyFrom(R"({"value":"ek_in-an-error"})", 404) == "unauthorized");
    for (const auto* body : {"", "no json", "[]", R"({"value":7})", R"({"value":" "})", R"({"client_secret":"x"})"})
        CHECK(keyFrom(body) == "unauthorized");
}

TEST_CASE("a refusal of a token server keeps its words and the request's id, and no key")
{
    HttpPeer server(
        [](const ReceivedRequest&)
        {
            return GivenAnswer{403,
                               R"({"error":{"code":"no_seat","message":"no seat for sk-abcdefgh12345678"}})",
                               {{"x-request-id", "req_9"}}};
        });
    const auto key = serverAt(server.port())->take();
    REQUIRE_FALSE(key);
    CHECK(key.error().upstreamCode == "no_seat");
    CHECK(key.error().requestId == "req_9");
    CHECK_THAT(key.error().describe(), Contains("req_9") && !Contains("abcdefgh12345678"));
}

TEST_CASE("a token server that wants a pause says how long")
{
    HttpPeer server([](const ReceivedRequest&) { return GivenAnswer{429, "{}", {{"Retry-After", "20"}}}; });
    CHECK(serverAt(server.port())->take().error().retryAfter == 20s);
}

TEST_CASE("a token server that is away, or not encrypted on another machine, is told with its stage")
{
    const auto away = serverAt(unusedPort())->take();
    REQUIRE_FALSE(away);
    CHECK(away.error().code == ErrorCode::connectFailed);
    CHECK_THAT(away.error().where, Contains("token server") && Contains("connect"));
    TokenServer open;
    open.url = net::Url::parse("http://tokens.example/").value();
    CHECK(KeySource::tokenServer(open)->take().error().code == ErrorCode::invalidArgument);
}

TEST_CASE("PARLEY_TOKEN_URL goes before PARLEY_KEY_FILE, and both before every other place")
{
    const TemporaryFolder folder;
    const auto file = folder.write("key", "key-in-a-file").string();
    HttpPeer server([](const ReceivedRequest&) { return GivenAnswer{200, R"({"value":"ek_from-server"})"}; });
    const auto address = "http://127.0.0.1:" + std::to_string(server.port());
    const auto keyOf = [](const std::map<std::string, std::string>& variables)
    {
        const auto key = findServiceKey(ServiceKind::openAi, nullptr, surroundingsWith(variables));
        return key ? key.value().key.reveal() : std::string(toString(key.error().code));
    };
    CHECK(keyOf({{"CODEX_API_KEY", "codex-key"}, {"PARLEY_KEY_FILE", " "}}) == "codex-key");
    CHECK(keyOf({{"CODEX_API_KEY", "codex-key"}, {"PARLEY_KEY_FILE", file}}) == "key-in-a-file");
    CHECK(keyOf({{"PARLEY_TOKEN_URL", address}, {"PARLEY_KEY_FILE", file}}) == "ek_from-server");
    CHECK(keyOf({{"CODEX_API_KEY", "codex-key"}, {"PARLEY_KEY_FILE", "/nonexistent/key"}}) == "file_not_found");
    CHECK(keyOf({{"PARLEY_TOKEN_URL", "tokens.example"}}) == "invalid_argument");
    CHECK(keyOf({{"PARLEY_TOKEN_URL", address}, {"PARLEY_TOKEN_HEADER", "no header"}}) == "invalid_argument");
    CHECK(keyOf({{"PARLEY_TOKEN_URL", address}, {"PARLEY_TOKEN_HEADER", " X-Who :  some body "}}) == "ek_from-server");
    CHECK(server.requests().back().headers.at("x-who") == "some body");
    CHECK(keyOf({}) == "no_api_key");
}

TEST_CASE("Azure is not shown a key of OpenAI's")
{
    const auto openAiOnly = surroundingsWith({{"OPENAI_API_KEY", "openai-key"}, {"CODEX_API_KEY", "codex-key"}});
    const auto none = findServiceKey(ServiceKind::azure, nullptr, openAiOnly);
    REQUIRE_FALSE(none);
    CHECK_THAT(none.error().message, Contains("AZURE_OPENAI_API_KEY"));
    const auto azure = surroundingsWith({{"AZURE_OPENAI_API_KEY", " azure-key "}});
    CHECK(findServiceKey(ServiceKind::azure, nullptr, azure).value().key.reveal() == "azure-key");
    const auto chosen = KeySource::value(Secret("chosen-key"));
    CHECK(findServiceKey(ServiceKind::azure, chosen.get(), azure).value().key.reveal() == "chosen-key");
}
