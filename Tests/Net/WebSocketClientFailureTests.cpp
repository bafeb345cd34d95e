// SPDX-License-Identifier: Apache-2.0
#include "Net/WebSocketClient.h"
#include "Support/NameServer.h"
#include "Support/WebSocketPeer.h"
#include "Support/WebSocketProbe.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace
{

std::string addressOf(const TcpPeer& peer, const std::string& scheme = "ws")
{
    return scheme + "://127.0.0.1:" + std::to_string(peer.port()) + "/v1/realtime";
}

net::CloseInfo endOf(const net::WebSocketOptions& options)
{
    WebSocketProbe probe(options);
    const auto info = probe.waitUntilClosed();
    REQUIRE(info);
    return *info;
}

/// How the client ends when the upgrade is answered with this status and body.
net::CloseInfo endOfRefusal(const std::string& status, const std::string& body)
{
    TcpPeer server(
        [&](TcpSocket& socket)
        {
            readUntil(socket, "\r\n\r\n");
            writeAll(socket,
                     "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
            drain(socket);
        });
    return endOf(optionsFor(addressOf(server)));
}

/// How the client ends when the service closes right after the upgrade.
net::CloseInfo endOfClose(std::uint16_t code, const std::string& reason)
{
    TcpPeer server([&](TcpSocket& socket) { WebSocketPeer(socket).close(code, reason); });
    return endOf(optionsFor(addressOf(server)));
}

} // namespace

TEST_CASE("nobody listening is told with the address and what to check")
{
    const auto port = std::to_string(unusedPort());
    const auto info = endOf(optionsFor("ws://127.0.0.1:" + port));
    CHECK(info.error.code == ErrorCode::connectFailed);
    CHECK(info.error.message ==
          "Nothing answers at 127.0.0.1:" + port + ": check that the service is running and the port is right.");
}

TEST_CASE("localhost is reached although only its IPv4 side listens")
{
    TcpPeer server([](TcpSocket& socket) { WebSocketPeer(socket).readToEnd(); });
    WebSocketProbe probe(optionsFor("ws://localhost:" + std::to_string(server.port()) + "/"));
    CHECK(probe.waitUntilOpen());
}

TEST_CASE("a host that does not exist is named")
{
    // RFC 7686 forbids asking for .onion: the answer needs no name server.
    const auto info = endOf(optionsFor("ws://nowhere.onion/"));
    CHECK(info.error.code == ErrorCode::dnsFailed);
    CHECK(info.error.message ==
          "The host \"nowhere.onion\" was not found: check the address and the network connection.");
}

TEST_CASE("each stage that stalls ends with a time-out that names it")
{
    TcpPeer silent(drain);
    SECTION("tls")
    {
        auto options = optionsFor(addressOf(silent, "wss"));
        options.deadlines.tls = 100ms;
        const auto info = endOf(options);
        CHECK(info.error.code == ErrorCode::timeout);
        CHECK(info.error.where == "tls");
        CHECK_THAT(info.error.message, Contains("longer than 100 ms"));
    }
    SECTION("upgrade")
    {
        auto options = optionsFor(addressOf(silent));
        options.deadlines.upgrade = 100ms;
        const auto info = endOf(options);
        CHECK(info.error.code == ErrorCode::timeout);
        CHECK(info.error.where == "upgrade");
    }
    SECTION("resolve")
    {
        const NameServer nameServer({});
        auto options = optionsFor("ws://anything.example/");
        options.nameServers = nameServer.address();
        options.deadlines.resolve = 100ms;
        const auto info = endOf(options);
        CHECK(info.error.code == ErrorCode::timeout);
        CHECK(info.error.where == "resolve");
    }
    SECTION("close")
    {
        TcpPeer server(
            [](TcpSocket& socket)
            {
                const auto request = readUntil(socket, "\r\n\r\n");
                writeAll(socket, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                 "Sec-WebSocket-Accept: " +
                                     acceptFor(request) + "\r\n\r\n");
                drain(socket);
            });
        auto options = optionsFor(addressOf(server));
        options.deadlines.close = 100ms;
        WebSocketProbe probe(options);
        REQUIRE(probe.waitUntilOpen());
        probe.close();
        const auto info = probe.waitUntilClosed();
        REQUIRE(info);
        CHECK(info->error.code == ErrorCode::timeout);
        CHECK(info->error.where == "close");
    }
}

TEST_CASE("a service that takes no data ends the connection with a write time-out")
{
    std::promise<void> release;
    const auto released = release.get_future().share();
    TcpPeer server(
        [&](TcpSocket& socket)
        {
            WebSocketPeer peer(socket);
            released.wait();
        });
    auto options = optionsFor(addressOf(server));
    options.deadlines.write = 100ms;
    WebSocketProbe probe(options);
    REQUIRE(probe.waitUntilOpen());
    REQUIRE(probe.send(std::string(std::size_t{30} * 1024 * 1024, 'a')));
    const auto info = probe.waitUntilClosed();
    release.set_value();
    REQUIRE(info);
    CHECK(info->error.code == ErrorCode::timeout);
    CHECK(info->error.where == "write");
}

TEST_CASE("a refused upgrade tells its kind, its status and the service's own words")
{
    SECTION("401")
    {
        const auto info = endOfRefusal(
            "401 Unauthorized",
            R"({"error":{"code":"invalid_api_key","message":"Incorrect API key provided: sk-abcdefgh12345"}})");
        CHECK(info.error.code == ErrorCode::unauthorized);
        CHECK(info.httpStatus == 401);
        CHECK(info.error.upstreamCode == "invalid_api_key");
        CHECK(info.error.upstreamMessage == "Incorrect API key provided: [removed]");
    }
    SECTION("403")
    {
        CHECK(endOfRefusal("403 Forbidden", "no").error.code == ErrorCode::forbidden);
    }
    SECTION("404 and 400")
    {
        CHECK(endOfRefusal("404 Not Found", "").error.code == ErrorCode::upgradeRejected);
        CHECK(endOfRefusal("400 Bad Request", "{").error.code == ErrorCode::upgradeRejected);
    }
    SECTION("429 without credit and without patience")
    {
        const auto quota = endOfRefusal("429 Too Many Requests", R"({"error":{"code":"insufficient_quota"}})");
        CHECK(quota.error.code == ErrorCode::quotaExceeded);
        CHECK(endOfRefusal("429 Too Many Requests", "").error.code == ErrorCode::rateLimited);
    }
    SECTION("429 with a pause that the service asks for")
    {
        const auto waits = [](const std::string& header)
        { return endOfRefusal("429 Too Many Requests\r\nRetry-After: " + header, "").error.retryAfter; };
        CHECK(waits("20") == 20s);
        CHECK(waits("Sun, 06 Nov 1994 08:49:37 GMT") == 0s);
        CHECK_FALSE(waits("-1"));
        CHECK_FALSE(endOfRefusal("429 Too Many Requests", "").error.retryAfter);
    }
    SECTION("5xx")
    {
        CHECK(endOfRefusal("503 Service Unavailable", "[]").error.code == ErrorCode::upstreamServerError);
    }
    SECTION("by the service's own code, where that is more than the status")
    {
        const auto codeOf = [](const std::string& status, const std::string& code)
        { return endOfRefusal(status, R"({"error":{"code":")" + code + "\"}}").error.code; };
        CHECK(codeOf("404 Not Found", "model_not_found") == ErrorCode::modelUnavailable);
        CHECK(codeOf("404 Not Found", "DeploymentNotFound") == ErrorCode::modelUnavailable);
        CHECK(codeOf("403 Forbidden", "unsupported_country_region_territory") == ErrorCode::forbidden);
        CHECK(codeOf("400 Bad Request", "unknown_parameter") == ErrorCode::protocolIncompatible);
        CHECK(codeOf("500 Internal Server Error", "beta_api_shape_disabled") == ErrorCode::protocolIncompatible);
    }
    SECTION("407 from a proxy that nobody named")
    {
        const auto info = endOfRefusal("407 Proxy Authentication Required", "");
        CHECK(info.error.code == ErrorCode::proxyFailed);
        CHECK_THAT(info.error.message, Contains("HTTPS_PROXY"));
    }
    SECTION("with the id of the request, which the service's makers ask for")
    {
        const auto info = endOfRefusal("500 Internal Server Error\r\nx-request-id: req_42", "");
        CHECK(info.error.requestId == "req_42");
        CHECK_THAT(info.error.describe(), Contains("request id req_42"));
    }
    SECTION("200 from a plain web server, with a body beyond the limit")
    {
        const auto info = endOfRefusal("200 OK", std::string(100000, ' '));
        CHECK(info.error.code == ErrorCode::upgradeRejected);
        CHECK(info.httpStatus == 200);
    }
}

TEST_CASE("something that is no web server is told apart from a refusal")
{
    TcpPeer server(
        [](TcpSocket& socket)
        {
            writeAll(socket, "220 mail.example ESMTP\r\n\r\n");
            drain(socket);
        });
    const auto info = endOf(optionsFor(addressOf(server)));
    CHECK(info.error.code == ErrorCode::upgradeRejected);
    CHECK_THAT(info.error.message, Contains("does not speak WebSocket"));
}

TEST_CASE("the service's close codes become what they mean")
{
    const auto badKey = endOfClose(3000, "invalid_request_error.invalid_api_key");
    CHECK(badKey.error.code == ErrorCode::unauthorized);
    CHECK(badKey.error.upstreamCode == "invalid_api_key");
    CHECK(badKey.code == 3000);
    CHECK(badKey.reason == "invalid_request_error.invalid_api_key");
    const auto noKey = endOfClose(3000, "invalid_request_error");
    CHECK(noKey.error.code == ErrorCode::unauthorized);
    CHECK_THAT(noKey.error.message, Contains("set CODEX_API_KEY"));
    CHECK(endOfClose(4000, "invalid_request_error.invalid_model").error.code == ErrorCode::modelUnavailable);
    CHECK(endOfClose(4000, "invalid_request_error.missing_model").error.code == ErrorCode::modelUnavailable);
    CHECK(endOfClose(4000, "invalid_request_error.beta_api_shape_disabled").error.code ==
          ErrorCode::protocolIncompatible);
    CHECK(endOfClose(1001, "session_expired").error.code == ErrorCode::sessionExpired);
    CHECK(endOfClose(1001, "Your session hit the maximum duration of 60 minutes.").error.code ==
          ErrorCode::sessionExpired);
    CHECK(endOfClose(1001, "going away").error.code == ErrorCode::closedByServer);
    const auto normal = endOfClose(1000, "");
    CHECK(normal.error.code == ErrorCode::closedByServer);
    CHECK(normal.code == 1000);
    CHECK_THAT(normal.error.message, Contains("closed the session"));
}

TEST_CASE("a connection that breaks without a close is told as lost")
{
    TcpPeer server([](TcpSocket& socket) { WebSocketPeer peer(socket); });
    const auto info = endOf(optionsFor(addressOf(server)));
    CHECK(info.error.code == ErrorCode::closedByServer);
    CHECK(info.code == 0);
    CHECK_THAT(info.error.message, Contains("was lost"));
}

TEST_CASE("a message beyond the limit closes the connection with an error that names the limit")
{
    TcpPeer server(
        [](TcpSocket& socket)
        {
            WebSocketPeer peer(socket);
            peer.write(std::string(std::size_t{16} * 1024 * 1024 + 1, 'a'));
            peer.readToEnd();
        });
    const auto info = endOf(optionsFor(addressOf(server)));
    CHECK(info.error.code == ErrorCode::protocolIncompatible);
    CHECK_THAT(info.error.message, Contains("larger than 16 MiB"));
}

TEST_CASE("a header with a line break is refused before anything is sent, and its value stays secret")
{
    auto options = optionsFor("ws://127.0.0.1:" + std::to_string(unusedPort()));
    options.headers = {{"Authorization", "Bearer verysecretvalue\n"}};
    const auto info = endOf(options);
    CHECK(info.error.code == ErrorCode::invalidArgument);
    CHECK_THAT(info.error.message, Contains("API key"));
    CHECK_THAT(info.error.describe(), !Contains("verysecretvalue"));
}
