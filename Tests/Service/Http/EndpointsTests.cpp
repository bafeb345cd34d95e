// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/Endpoints.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::service;

namespace
{

const Secret key("right key");

UpgradeRequest request(std::string method, std::string target)
{
    UpgradeRequest made;
    made.method = std::move(method);
    made.target = std::move(target);
    made.authorization = "Bearer right key";
    made.host = "127.0.0.1:1234";
    return made;
}

int statusOf(const UpgradeRequest& asking, bool isLoopbackOnly = true)
{
    const auto route = findRoute(asking, key, {isLoopbackOnly});
    const auto* plain = std::get_if<PlainAnswer>(&route);
    if (plain == nullptr)
        return 0;
    CHECK(Json::parse(plain->body).at("error").at("message").is_string());
    return plain->status;
}

PlainAnswer answerTo(const UpgradeRequest& asking)
{
    Identifiers ids(1);
    const auto route = std::get<Route>(findRoute(asking, key, {}));
    return std::get<PlainAnswer>(openExchange(route, asking, {ids, 5, [] { return std::string("figures"); }}));
}

} // namespace

TEST_CASE("over HTTP the key is asked for before anything is read, except for health")
{
    for (const auto* path : {"/v1/audio/transcriptions", "/v1/audio/speech", "/v1/chat/completions"})
    {
        CHECK(statusOf(request("POST", path)) == 0);
        auto keyless = request("POST", path);
        keyless.authorization.reset();
        CHECK(statusOf(keyless) == 401);
        keyless.authorization = "Bearer wrong";
        CHECK(statusOf(keyless) == 401);
        CHECK(statusOf(request("GET", path)) == 405);
    }
    auto health = request("GET", "/healthz");
    health.authorization.reset();
    CHECK(statusOf(health) == 0);
    auto metrics = request("GET", "/metrics");
    metrics.authorization.reset();
    CHECK(statusOf(metrics) == 401);
    CHECK(statusOf(request("GET", "/v1/elsewhere")) == 404);
}

TEST_CASE("pages of other sites, and names that only lead here, are kept away")
{
    auto page = request("GET", "/v1/models");
    page.origin = "https://example.com";
    CHECK(statusOf(page) == 403);
    page.origin = "null";
    CHECK(statusOf(page) == 403);
    page.origin = "http://localhost:3000";
    CHECK(statusOf(page) == 0);
    for (const auto* host : {"localhost:1", "[::1]:1", "127.0.0.1", "app.localhost"})
    {
        page.host = host;
        CHECK(statusOf(page) == 0);
    }
    page.host = "127.evil.example";
    CHECK(statusOf(page) == 403);
    auto named = request("GET", "/v1/models");
    named.host = "studio.example:8080";
    CHECK(statusOf(named) == 403);
    CHECK(statusOf(named, false) == 0);
    named.origin = "https://studio.example:8080";
    CHECK(statusOf(named, false) == 0);
    named.origin = "https://other.example";
    CHECK(statusOf(named, false) == 403);
}

TEST_CASE("a browser is told what a page may ask for before the key is asked for")
{
    auto asking = request("OPTIONS", "/v1/audio/speech");
    asking.authorization.reset();
    asking.origin = "http://localhost:5173";
    asking.wantedHeaders = "authorization,content-type";
    const auto told = std::get<PlainAnswer>(findRoute(asking, key, {}));
    CHECK(told.status == 204);
    CHECK(told.body.empty());
    CHECK(*net::findHeader(told.headers, "Access-Control-Allow-Headers") == "authorization,content-type");
    CHECK(net::findHeader(told.headers, "Access-Control-Allow-Methods") != nullptr);
    CHECK(net::findHeader(told.headers, "Access-Control-Max-Age") != nullptr);
    asking.origin = "https://example.com";
    CHECK(statusOf(asking) == 403);
    CHECK(statusOf(request("OPTIONS", "/v1/elsewhere")) == 404);
}

TEST_CASE("the models are listed and described, and an unknown one is not found")
{
    const auto list = Json::parse(answerTo(request("GET", "/v1/models")).body);
    CHECK(list.at("object") == "list");
    CHECK(list.at("data").at(0).at("id") == "gpt-realtime");
    const auto one = Json::parse(answerTo(request("GET", "/v1/models/whisper-1")).body);
    CHECK(one == Json{{"id", "whisper-1"}, {"object", "model"}, {"created", 5}, {"owned_by", "parley"}});
    CHECK(answerTo(request("GET", "/v1/models/no-such-model")).status == 404);
    CHECK(answerTo(request("GET", "/metrics?x=1")).body == "figures");
    CHECK(answerTo(request("GET", "/healthz")).status == 200);
}

TEST_CASE("a body that cannot be read is refused by its endpoint")
{
    for (const auto* path : {"/v1/audio/transcriptions", "/v1/audio/speech", "/v1/chat/completions"})
    {
        auto asking = request("POST", path);
        asking.body = "neither form nor object";
        CHECK(answerTo(asking).status == 400);
    }
}

TEST_CASE("no path leads to a file, a folder or a command")
{
    for (const auto* path :
         {"/", "/etc/passwd", "//etc/passwd", "/v1/../../etc/passwd", "/v1/%2e%2e/%2e%2e/etc/passwd", "/cgi-bin/sh",
          "/v1", "/v1/", "/control/faults", "/healthz/../metrics", "*", "http://127.0.0.1/etc/passwd"})
    {
        INFO(path);
        CHECK(statusOf(request("GET", path)) == 404);
    }
    CHECK(statusOf(request("GET", "/v1/models/../../../etc/passwd")) == 0);
    CHECK(answerTo(request("GET", "/v1/models/../../../etc/passwd")).body.find("root:") == std::string::npos);
}
