// SPDX-License-Identifier: Apache-2.0
#include "Net/HttpClient.h"
#include "Support/ConnectProxy.h"
#include "Support/HttpPeer.h"
#include "Support/NameServer.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <future>
#include <thread>

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace
{

net::HttpRequest get(const std::string& address)
{
    net::HttpRequest request;
    request.url = net::Url::parse(address).value();
    return request;
}

std::string local(std::uint16_t port, const std::string& path = "/")
{
    return "http://127.0.0.1:" + std::to_string(port) + path;
}

Result<net::HttpResponse> fetch(const net::HttpRequest& request, const net::HttpOptions& options = {})
{
    const auto executor = Executor::shared();
    return net::fetch(*executor, request, options);
}

/// The error of a request to a server that writes these bytes and hangs up.
Error errorOf(const std::string& answer, std::size_t maxBodyBytes = 1000)
{
    TcpPeer server(
        [&](TcpSocket& socket)
        {
            readUntil(socket, "\r\n\r\n");
            writeAll(socket, answer);
        });
    net::HttpOptions options;
    options.maxBodyBytes = maxBodyBytes;
    const auto response = fetch(get(local(server.port())), options);
    REQUIRE_FALSE(response);
    return response.error();
}

net::ProxySettings proxied(const std::string& address)
{
    net::ProxySettings settings;
    settings.secure = {"http://" + address, "HTTPS_PROXY"};
    settings.plain = {"http://" + address, "http_proxy"};
    return settings;
}

} // namespace

TEST_CASE("a request goes out as it was given, and the answer comes back whole")
{
    HttpPeer server([](const ReceivedRequest&) { return GivenAnswer{201, "made", {{"X-Request-Id", "req_1"}}}; });
    auto request = get(local(server.port(), "/things?a=b%20c"));
    request.method = "POST";
    request.headers = {{"Content-Type", "application/json"}, {"X-Mine", "yes"}};
    request.body = "{\"n\":1}";
    const auto response = fetch(request);
    REQUIRE(response);
    CHECK(response.value().status == 201);
    CHECK(response.value().body == "made");
    REQUIRE(net::findHeader(response.value().headers, "x-request-id") != nullptr);
    CHECK(*net::findHeader(response.value().headers, "x-request-id") == "req_1");
    const auto seen = server.requests().at(0);
    CHECK(seen.method == "POST");
    CHECK(seen.target == "/things?a=b%20c");
    CHECK(seen.headers.at("x-mine") == "yes");
    CHECK(seen.headers.at("content-length") == "7");
    CHECK(seen.headers.at("host") == "127.0.0.1:" + std::to_string(server.port()));
    CHECK_THAT(seen.headers.at("user-agent"), StartsWith("Parley/"));
    CHECK(seen.body == "{\"n\":1}");
}

TEST_CASE("any status is an answer, and a redirect is not followed")
{
    HttpPeer server(
        [](const ReceivedRequest& request)
        {
            if (request.target == "/moved")
                return GivenAnswer{302, "", {{"Location", "/other"}}};
            return GivenAnswer{request.target == "/404" ? 404 : 500, "sorry"};
        });
    CHECK(fetch(get(local(server.port(), "/404"))).value().status == 404);
    CHECK(fetch(get(local(server.port(), "/500"))).value().body == "sorry");
    const auto moved = fetch(get(local(server.port(), "/moved")));
    CHECK(moved.value().status == 302);
    CHECK(*net::findHeader(moved.value().headers, "location") == "/other");
    CHECK(server.requests().size() == 3);
}

TEST_CASE("answers in chunks, without a length, and after an interim answer are read whole")
{
    const auto bodyOf = [](const std::string& answer)
    {
        TcpPeer server(
            [&](TcpSocket& socket)
            {
                readUntil(socket, "\r\n\r\n");
                writeAll(socket, answer);
            });
        return fetch(get(local(server.port()))).value().body;
    };
    CHECK(bodyOf("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n") == "abcde");
    CHECK(bodyOf("HTTP/1.1 200 OK\r\n\r\nto the end") == "to the end");
    CHECK(bodyOf("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") == "ok");
}

TEST_CASE("an answer larger than allowed is refused, announced or not")
{
    CHECK(errorOf("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n").code == ErrorCode::protocolIncompatible);
    const auto grown = errorOf("HTTP/1.1 200 OK\r\n\r\n" + std::string(1001, 'x'));
    CHECK_THAT(grown.message, Contains("more than 1000 bytes"));
}

TEST_CASE("what is no HTTP, or breaks off, is told")
{
    CHECK(errorOf("SSH-2.0-OpenSSH_9.2\r\n").code == ErrorCode::protocolIncompatible);
    CHECK(errorOf("").code == ErrorCode::protocolIncompatible);
    CHECK(errorOf("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf").where == "response");
    CHECK(errorOf("HTTP/1.1 200 OK\r\nX: " + std::string(100000, 'x')).code == ErrorCode::protocolIncompatible);
}

TEST_CASE("a request that takes too long ends at its deadline")
{
    TcpPeer server(drain);
    net::HttpOptions options;
    options.deadline = 50ms;
    const auto response = fetch(get(local(server.port())), options);
    REQUIRE_FALSE(response);
    CHECK(response.error().code == ErrorCode::timeout);
    CHECK_THAT(response.error().message, Contains("50 ms"));
}

TEST_CASE("a request that is stopped ends at once")
{
    const auto executor = Executor::shared();
    std::promise<void> asked;
    TcpPeer server(
        [&](TcpSocket& socket)
        {
            readUntil(socket, "\r\n\r\n");
            asked.set_value();
            drain(socket);
        });
    std::stop_source stop;
    std::jthread stopping(
        [&]
        {
            asked.get_future().wait();
            stop.request_stop();
        });
    const auto response = net::fetch(*executor, get(local(server.port())), {}, stop.get_token());
    REQUIRE_FALSE(response);
    CHECK(response.error().code == ErrorCode::cancelled);
    CHECK(net::fetch(*executor, get(local(server.port())), {}, stop.get_token()).error().code == ErrorCode::cancelled);
}

TEST_CASE("what cannot be sent is refused before anything is")
{
    HttpPeer server([](const ReceivedRequest&) { return GivenAnswer{}; });
    auto injected = get(local(server.port()));
    injected.headers = {{"X-Mine", "a\r\nX-Theirs: b"}};
    CHECK(fetch(injected).error().code == ErrorCode::invalidArgument);
    auto method = get(local(server.port()));
    method.method = "GET / HTTP/1.1\r\n";
    CHECK(fetch(method).error().code == ErrorCode::invalidArgument);
    auto path = get(local(server.port()));
    path.url.path = "/ HTTP/1.1\r\nX-Theirs: b\r\n";
    CHECK(fetch(path).error().code == ErrorCode::invalidArgument);
    auto socket = get(local(server.port()));
    socket.url.scheme = "ws";
    CHECK(fetch(socket).error().code == ErrorCode::invalidArgument);
    CHECK(server.requests().empty());
}

TEST_CASE("https is checked against the bundle, and refused without it")
{
    const TestAuthority authority;
    const TemporaryFolder folder;
    HttpPeer server(
        [](const ReceivedRequest&) {
            return GivenAnswer{200, "secret"};
        },
        authority.issue("DNS:localhost"));
    const auto request = get("https://localhost:" + std::to_string(server.port()));
    net::HttpOptions options;
    options.trust = {folder.write("authority.pem", authority.pem()).string(), "CODEX_CA_CERTIFICATE"};
    CHECK(fetch(request, options).value().body == "secret");
    CHECK(fetch(request).error().code == ErrorCode::tlsFailed);
}

TEST_CASE("plain http through a proxy names the whole address, and never sends the proxy's password on")
{
    HttpPeer proxy([](const ReceivedRequest&) { return GivenAnswer{200, "from the proxy"}; });
    net::HttpOptions options;
    options.proxy = proxied("Aladdin:open%20sesame@127.0.0.1:" + std::to_string(proxy.port()));
    CHECK(fetch(get("http://service.invalid/path?q=1"), options).value().body == "from the proxy");
    const auto seen = proxy.requests().at(0);
    CHECK(seen.target == "http://service.invalid/path?q=1");
    CHECK(seen.headers.at("host") == "service.invalid");
    CHECK(seen.headers.at("proxy-authorization") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
}

TEST_CASE("https goes through the proxy's tunnel")
{
    const TestAuthority authority;
    const TemporaryFolder folder;
    HttpPeer server(
        [](const ReceivedRequest&) {
            return GivenAnswer{200, "through"};
        },
        authority.issue("DNS:service.invalid"));
    ConnectProxy proxy(server.port());
    net::HttpOptions options;
    options.trust = {folder.write("authority.pem", authority.pem()).string(), "CODEX_CA_CERTIFICATE"};
    options.proxy = proxied("Aladdin:open%20sesame@" + proxy.address());
    CHECK(fetch(get("https://service.invalid"), options).value().body == "through");
    CHECK_THAT(proxy.requests().at(0), StartsWith("CONNECT service.invalid:443 ") && Contains("Proxy-Authorization"));
    CHECK(server.requests().at(0).headers.count("proxy-authorization") == 0);
}

TEST_CASE("where private addresses are refused, no spelling and no name leads to one")
{
    HttpPeer server([](const ReceivedRequest&) { return GivenAnswer{}; });
    net::HttpOptions options;
    options.refusesPrivateAddresses = true;
    const auto port = ":" + std::to_string(server.port());
    for (const auto* host : {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "10.0.0.1",
                             "169.254.169.254", "[fd00::1]"})
    {
        INFO(host);
        CHECK(fetch(get("http://" + std::string(host) + port), options).error().code == ErrorCode::invalidArgument);
    }
    const NameServer names({NameReply::Kind::address, "127.0.0.1"}, {NameReply::Kind::noData});
    options.nameServers = names.address();
    const auto tricked = fetch(get("http://public.invalid" + port), options);
    REQUIRE_FALSE(tricked);
    CHECK_THAT(tricked.error().message, Contains("public.invalid") && Contains("127.0.0.1"));
    CHECK(server.requests().empty());
}

TEST_CASE("where private addresses are refused, a proxy is given the address that was checked")
{
    HttpPeer server([](const ReceivedRequest&) { return GivenAnswer{200, "through"}; });
    ConnectProxy proxy(server.port());
    const NameServer inside({NameReply::Kind::address, "10.0.0.1"}, {NameReply::Kind::noData});
    net::HttpOptions options;
    options.refusesPrivateAddresses = true;
    options.proxy = proxied(proxy.address());
    options.nameServers = inside.address();
    CHECK(fetch(get("http://public.invalid"), options).error().code == ErrorCode::invalidArgument);
    CHECK(proxy.requests().empty());
    const NameServer outside({NameReply::Kind::address, "1.1.1.1"}, {NameReply::Kind::noData});
    options.nameServers = outside.address();
    CHECK(fetch(get("http://public.invalid"), options).value().body == "through");
    CHECK_THAT(proxy.requests().at(0), StartsWith("CONNECT 1.1.1.1:80 "));
    CHECK(server.requests().at(0).headers.at("host") == "public.invalid");
}

TEST_CASE("many requests at once are all answered")
{
    HttpPeer server([](const ReceivedRequest& request) { return GivenAnswer{200, request.target}; });
    std::vector<std::future<bool>> all;
    for (int i = 0; i < 16; ++i)
        all.push_back(std::async(std::launch::async, [&, path = "/" + std::to_string(i)]
                                 { return fetch(get(local(server.port(), path))).value().body == path; }));
    for (auto& one : all)
        CHECK(one.get());
}

TEST_CASE("a request made on the network thread is refused instead of waiting for itself")
{
    const auto executor = Executor::shared();
    std::promise<Result<net::HttpResponse>> made;
    executor->post([&] { made.set_value(fetch(get("http://127.0.0.1:9"))); });
    CHECK(made.get_future().get().error().code == ErrorCode::internal);
}
