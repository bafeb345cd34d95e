// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Diagnostics.h"
#include "Service/Service.h"
#include "Support/ConnectProxy.h"
#include "Support/TcpPeer.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;

namespace
{

net::WebSocketOptions optionsFor(const std::string& url, const std::string& key)
{
    net::WebSocketOptions options;
    options.url = net::Url::parse(url).value();
    options.url.addQuery("model", "gpt-realtime");
    options.headers.emplace_back("Authorization", "Bearer " + key);
    return options;
}

} // namespace

TEST_CASE("a probe over a real socket tells that the service answers, that the key is wrong, or that nothing is there")
{
    auto service = service::Service::start({});
    REQUIRE(service);
    const auto& running = *service.value();
    const auto good =
        probeTextTurn(Executor::shared(), optionsFor(running.url(), running.key().reveal()), "gpt-realtime");
    INFO(good.line());
    CHECK_FALSE(good.error);
    CHECK(good.done.has_value());
    CHECK(good.answer == "ok.");

    const auto refused = probeTextTurn(Executor::shared(), optionsFor(running.url(), "wrong"), "gpt-realtime");
    REQUIRE(refused.error);
    CHECK(refused.error->code == ErrorCode::unauthorized);

    const auto absent = probeTextTurn(Executor::shared(), optionsFor("ws://127.0.0.1:9/", "any"), "gpt-realtime");
    REQUIRE(absent.error);
    CHECK(absent.error->code == ErrorCode::connectFailed);
}

TEST_CASE("a probe tells how long the proxy took, and the id of a request that was refused")
{
    test::TcpPeer server(
        [](test::TcpSocket& socket)
        {
            test::readUntil(socket, "\r\n\r\n");
            test::writeAll(socket, "HTTP/1.1 502 Bad Gateway\r\nx-request-id: req_7\r\nContent-Length: 0\r\n\r\n");
            test::drain(socket);
        });
    test::ConnectProxy proxy(server.port());
    auto options = optionsFor("ws://service.invalid/", "any");
    options.headers.clear();
    options.proxy.plain = {"http://" + proxy.address(), "http_proxy"};
    const auto report = probeTextTurn(Executor::shared(), options, "gpt-realtime");
    REQUIRE(report.error);
    CHECK(report.error->code == ErrorCode::upstreamServerError);
    CHECK(report.json().at("error").at("request_id") == "req_7");
    CHECK(report.json().at("ms").contains("proxy"));
    CHECK(proxy.requests().size() == 1);

    options.proxy.plain = {"http://127.0.0.1:" + std::to_string(test::unusedPort()), "http_proxy"};
    const auto away = probeTextTurn(Executor::shared(), options, "gpt-realtime");
    REQUIRE(away.error);
    CHECK(away.error->code == ErrorCode::proxyFailed);
    CHECK_FALSE(away.isKnownSkip());
}

TEST_CASE("a probe that is told to end does not wait for the service")
{
    std::stop_source ending;
    test::TcpPeer silent(
        [&](test::TcpSocket& socket)
        {
            test::readUntil(socket, "\r\n\r\n");
            ending.request_stop();
            test::drain(socket);
        });
    auto options = optionsFor("ws://127.0.0.1:" + std::to_string(silent.port()) + "/", "any");
    const auto report = probeTextTurn(Executor::shared(), options, "gpt-realtime", ending.get_token());
    REQUIRE(report.error);
    CHECK(report.error->code == ErrorCode::cancelled);
}
