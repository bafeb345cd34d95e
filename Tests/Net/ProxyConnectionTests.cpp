// SPDX-License-Identifier: Apache-2.0
#include "Net/WebSocketClient.h"
#include "Support/ConnectProxy.h"
#include "Support/TemporaryFolder.h"
#include "Support/WebSocketPeer.h"
#include "Support/WebSocketProbe.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace
{

/// A name that no name server knows: only the proxy can lead there.
net::WebSocketOptions through(const std::string& proxyAddress, const std::string& service)
{
    auto options = optionsFor(service);
    options.proxy.secure = {proxyAddress, "HTTPS_PROXY"};
    options.proxy.plain = {proxyAddress, "http_proxy"};
    return options;
}

net::CloseInfo endWith(const std::string& proxyAnswer, const std::string& userInfo = "")
{
    ConnectProxy proxy(proxyAnswer);
    WebSocketProbe probe(through("http://" + userInfo + proxy.address(), "ws://service.invalid:8080/v1/realtime"));
    return probe.waitUntilClosed().value();
}

void echo(TcpSocket& socket)
{
    WebSocketPeer peer(socket);
    peer.write(peer.read());
    peer.readToEnd();
}

} // namespace

TEST_CASE("a session goes through the proxy, which looks the name up")
{
    TcpPeer server(echo);
    ConnectProxy proxy(server.port());
    WebSocketProbe probe(through("http://" + proxy.address(), "ws://service.invalid:8080/v1/realtime"));
    REQUIRE(probe.waitUntilOpen());
    REQUIRE(probe.send("through"));
    CHECK(probe.waitForTexts(1) == std::vector<std::string>{"through"});
    REQUIRE(proxy.requests().size() == 1);
    CHECK_THAT(proxy.requests()[0], StartsWith("CONNECT service.invalid:8080 HTTP/1.1\r\n") &&
                                        Contains("\r\nHost: service.invalid:8080\r\n") && !Contains("Authorization"));
    CHECK(probe.timings().proxy.count() > 0);
}

TEST_CASE("TLS runs through the proxy to the service, whose certificate is checked for its own name")
{
    const TestAuthority authority;
    const TemporaryFolder folder;
    const auto certificate = authority.issue("DNS:service.invalid");
    std::promise<std::string> name;
    TcpPeer server(
        [&](TcpSocket& socket)
        {
            WebSocketPeer peer(socket, certificate);
            name.set_value(peer.serverName());
            peer.readToEnd();
        });
    ConnectProxy proxy(server.port());
    auto options = through("http://" + proxy.address(), "wss://service.invalid/v1/realtime");
    options.trust = {folder.write("authority.pem", authority.pem()).string(), "CODEX_CA_CERTIFICATE"};
    WebSocketProbe probe(options);
    REQUIRE(probe.waitUntilOpen());
    CHECK(name.get_future().get() == "service.invalid");
    CHECK_THAT(proxy.requests().at(0), StartsWith("CONNECT service.invalid:443 "));
    CHECK(probe.timings().tls.count() > 0);
}

TEST_CASE("a proxy that wants a user gets user and password")
{
    TcpPeer server(echo);
    ConnectProxy proxy(server.port());
    WebSocketProbe probe(through("http://Aladdin:open%20sesame@" + proxy.address(), "ws://service.invalid"));
    REQUIRE(probe.waitUntilOpen());
    CHECK_THAT(proxy.requests().at(0), Contains("Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"));
}

TEST_CASE("a host that NO_PROXY lists is reached directly")
{
    const ConnectProxy proxy("HTTP/1.1 403 Forbidden\r\n\r\n");
    TcpPeer server(echo);
    auto options = through("http://" + proxy.address(), "ws://127.0.0.1:" + std::to_string(server.port()));
    options.proxy.noProxy = "127.0.0.1";
    WebSocketProbe probe(options);
    CHECK(probe.waitUntilOpen());
}

TEST_CASE("a proxy that refuses the password is told as that, without the password")
{
    const auto info =
        endWith("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", "someone:Tell-Nobody-8@");
    CHECK(info.error.code == ErrorCode::proxyFailed);
    CHECK(info.error.where == "proxy");
    CHECK_THAT(info.error.message,
               Contains("user name and password") && Contains("127.0.0.1:") && Contains("http_proxy"));
    CHECK_THAT(info.error.describe(), !Contains("Tell-Nobody-8"));
}

TEST_CASE("each way a proxy can refuse has its own sentence")
{
    const auto refused = endWith("HTTP/1.1 403 Forbidden\r\n\r\n");
    CHECK(refused.error.code == ErrorCode::proxyFailed);
    CHECK(refused.error.upstreamCode == "403");
    CHECK_THAT(refused.error.message, Contains("does not allow connections to service.invalid:8080"));
    CHECK_THAT(endWith("HTTP/1.1 502 Bad Gateway\r\n\r\n").error.message, Contains("could not reach"));
    CHECK_THAT(endWith("HTTP/1.1 404 Not Found\r\n\r\n").error.message, Contains("NO_PROXY"));
    CHECK_THAT(endWith("SSH-2.0-OpenSSH_9.2\r\n\r\n").error.message, Contains("is not an HTTP proxy"));
    CHECK_THAT(endWith("HTTP/1.1 20x OK\r\n\r\n").error.message, Contains("is not an HTTP proxy"));
    CHECK_THAT(endWith("HTTP/1.1 200 OK\r\n\r\nmore").error.message, Contains("more than an answer"));
    CHECK_THAT(endWith(std::string(20000, 'x')).error.message, Contains("does not end"));
}

TEST_CASE("a proxy that hangs up in mid-answer is told")
{
    TcpPeer proxy(
        [](TcpSocket& socket)
        {
            readUntil(socket, "\r\n\r\n");
            writeAll(socket, "HTTP/1.1 200 OK\r\n");
        });
    WebSocketProbe probe(through("http://127.0.0.1:" + std::to_string(proxy.port()), "ws://service.invalid"));
    const auto info = probe.waitUntilClosed().value();
    CHECK(info.error.code == ErrorCode::proxyFailed);
    CHECK(info.error.where == "proxy");
}

TEST_CASE("a proxy that gives half an answer runs out of time at the stage proxy")
{
    ConnectProxy proxy("HTTP/1.1 200 Connection esta");
    auto options = through("http://" + proxy.address(), "wss://service.invalid");
    options.deadlines.proxy = 50ms;
    WebSocketProbe probe(options);
    const auto info = probe.waitUntilClosed().value();
    CHECK(info.error.code == ErrorCode::timeout);
    CHECK(info.error.where == "proxy");
    CHECK_THAT(info.error.message, Contains(proxy.address()));
}

TEST_CASE("a proxy that is not there is named with its variable")
{
    const auto port = std::to_string(unusedPort());
    WebSocketProbe probe(through("http://127.0.0.1:" + port, "wss://service.invalid"));
    const auto info = probe.waitUntilClosed().value();
    CHECK(info.error.code == ErrorCode::proxyFailed);
    CHECK(info.error.where == "connect");
    CHECK_THAT(info.error.message, Contains("127.0.0.1:" + port) && Contains("HTTPS_PROXY"));
}

TEST_CASE("a proxy of a kind that is not supported ends the connection before anything is sent")
{
    WebSocketProbe probe(through("socks5://127.0.0.1:1080", "wss://service.invalid"));
    const auto info = probe.waitUntilClosed().value();
    CHECK(info.error.code == ErrorCode::invalidArgument);
    CHECK_THAT(info.error.message, Contains("HTTPS_PROXY") && Contains("socks5"));
}

TEST_CASE("a session that is closed while the proxy is silent ends at once")
{
    std::promise<void> asked;
    TcpPeer proxy(
        [&](TcpSocket& socket)
        {
            readUntil(socket, "\r\n\r\n");
            asked.set_value();
            drain(socket);
        });
    WebSocketProbe probe(through("http://127.0.0.1:" + std::to_string(proxy.port()), "wss://service.invalid"));
    asked.get_future().wait();
    probe.close();
    CHECK(probe.waitUntilClosed().value().error.code == ErrorCode::cancelled);
}
