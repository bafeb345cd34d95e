// SPDX-License-Identifier: Apache-2.0
#include "Net/WebSocketClient.h"
#include "Support/TemporaryFolder.h"
#include "Support/WebSocketPeer.h"
#include "Support/WebSocketProbe.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::test;
using Catch::Matchers::Contains;

namespace
{

struct TlsFixture
{
    TlsFixture()
        : bundle(folder.write("authority.pem", authority.pem()))
    {
    }

    net::WebSocketOptions options(const TcpPeer& peer, const std::string& host = "localhost") const
    {
        auto made = optionsFor("wss://" + host + ":" + std::to_string(peer.port()) + "/v1/realtime");
        made.trust = {bundle.string(), "CODEX_CA_CERTIFICATE"};
        return made;
    }

    /// How the client ends with a service that shows this certificate.
    net::CloseInfo endWith(const IssuedCertificate& certificate, bool trustsAuthority = true) const
    {
        TcpPeer server([&](TcpSocket& socket) { WebSocketPeer(socket, certificate).readToEnd(); });
        auto wanted = options(server);
        if (!trustsAuthority)
            wanted.trust = {};
        WebSocketProbe probe(wanted);
        return probe.waitUntilClosed().value();
    }

    TestAuthority authority;
    TemporaryFolder folder;
    std::filesystem::path bundle;
};

} // namespace

TEST_CASE("a service whose authority the bundle names is trusted, and asked for by its name")
{
    const TlsFixture tls;
    const auto certificate = tls.authority.issue("DNS:localhost");
    std::promise<std::string> name;
    TcpPeer server(
        [&](TcpSocket& socket)
        {
            WebSocketPeer peer(socket, certificate);
            name.set_value(peer.serverName());
            peer.write(peer.read());
            peer.readToEnd();
        });
    WebSocketProbe probe(tls.options(server));
    REQUIRE(probe.waitUntilOpen());
    CHECK(name.get_future().get() == "localhost");
    const std::string text(100000, 't');
    REQUIRE(probe.send(text));
    CHECK(probe.waitForTexts(1) == std::vector<std::string>{text});
    CHECK(probe.timings().tls.count() > 0);
}

TEST_CASE("a service reached by its address is checked for the address and not asked for by name")
{
    const TlsFixture tls;
    const auto certificate = tls.authority.issue("IP:127.0.0.1");
    std::promise<std::string> name;
    TcpPeer server(
        [&](TcpSocket& socket)
        {
            WebSocketPeer peer(socket, certificate);
            name.set_value(peer.serverName());
            peer.readToEnd();
        });
    WebSocketProbe probe(tls.options(server, "127.0.0.1"));
    REQUIRE(probe.waitUntilOpen());
    CHECK(name.get_future().get().empty());
}

TEST_CASE("an unknown authority is refused, with the host, the reason and the remedy")
{
    const TlsFixture tls;
    const auto info = tls.endWith(tls.authority.issue("DNS:localhost"), false);
    CHECK(info.error.code == ErrorCode::tlsFailed);
    CHECK(info.error.where == "tls");
    CHECK_THAT(info.error.message, Contains("\"localhost\"") && Contains("unable to get local issuer certificate") &&
                                       Contains("CODEX_CA_CERTIFICATE"));
}

TEST_CASE("an expired certificate is told as expired")
{
    const TlsFixture tls;
    const auto info = tls.endWith(tls.authority.issue("DNS:localhost", Validity::expired));
    CHECK(info.error.code == ErrorCode::tlsFailed);
    CHECK_THAT(info.error.message, Contains("has expired"));
}

TEST_CASE("a certificate for another host is told as that")
{
    const TlsFixture tls;
    const auto info = tls.endWith(tls.authority.issue("DNS:elsewhere.example"));
    CHECK(info.error.code == ErrorCode::tlsFailed);
    CHECK_THAT(info.error.message, Contains("is for another host"));
}

TEST_CASE("a plain web server where TLS was expected is told as that")
{
    const TlsFixture tls;
    TcpPeer server(
        [](TcpSocket& socket)
        {
            writeAll(socket, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            drain(socket);
        });
    WebSocketProbe probe(tls.options(server));
    const auto info = probe.waitUntilClosed();
    REQUIRE(info);
    CHECK(info->error.code == ErrorCode::tlsFailed);
    CHECK_THAT(info->error.message, Contains("does not speak TLS"));
}

TEST_CASE("a bundle that is gone when it is needed is named")
{
    const TlsFixture tls;
    TcpPeer server(drain);
    auto options = tls.options(server);
    options.trust.bundlePath = (tls.folder.path() / "gone.pem").string();
    WebSocketProbe probe(options);
    const auto info = probe.waitUntilClosed();
    REQUIRE(info);
    CHECK(info->error.code == ErrorCode::caFileInvalid);
    CHECK_THAT(info->error.message, Contains("gone.pem") && Contains("CODEX_CA_CERTIFICATE"));
}
