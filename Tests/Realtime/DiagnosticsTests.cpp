// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Diagnostics.h"
#include "Service/Service.h"

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
