// SPDX-License-Identifier: Apache-2.0
#include "Service/OriginRules.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::service;

namespace
{

std::string allowedOrigin(const std::optional<std::string>& origin, const std::string& host = "127.0.0.1:1234")
{
    const auto headers = headersForPage(host, origin, true);
    const auto* allowed = net::findHeader(headers, "Access-Control-Allow-Origin");
    return allowed == nullptr ? "" : *allowed;
}

std::string allowedHeaders(const std::string& wanted)
{
    const auto headers = preflightHeaders(wanted);
    const auto* allowed = net::findHeader(headers, "Access-Control-Allow-Headers");
    return allowed == nullptr ? "" : *allowed;
}

} // namespace

TEST_CASE("a page of this machine may read what it is answered, and another may not")
{
    CHECK(allowedOrigin("http://localhost:5173") == "http://localhost:5173");
    CHECK(allowedOrigin("https://example.com").empty());
    CHECK(allowedOrigin("null").empty());
    CHECK(allowedOrigin(std::nullopt).empty());
    CHECK(allowedOrigin("http://localhost:5173", "evil.example").empty());
    const auto headers = headersForPage("localhost", "http://localhost", true);
    CHECK(*net::findHeader(headers, "Vary") == "Origin");
    CHECK(*net::findHeader(headers, "Access-Control-Expose-Headers") == "x-request-id");
}

TEST_CASE("an origin that would write a header of its own is given back to nobody")
{
    CHECK(allowedOrigin("http://localhost:1\r\nSet-Cookie: a=b").empty());
    CHECK(allowedOrigin("http://localhost:1 x").empty());
    CHECK(allowedOrigin("http://localhost:\xc3\xa4").empty());
}

TEST_CASE("a page may send the headers that it asks for, when they are names and not too many")
{
    constexpr auto* ofTheSdk = "authorization, content-type,x-stainless-os";
    CHECK(allowedHeaders(ofTheSdk) == ofTheSdk);
    CHECK(allowedHeaders("a\r\nSet-Cookie: b").empty());
    CHECK(allowedHeaders("a:b").empty());
    CHECK(allowedHeaders(std::string(1025, 'a')).empty());
    CHECK(net::findHeader(preflightHeaders(std::nullopt), "Access-Control-Allow-Headers") == nullptr);
    CHECK(net::findHeader(preflightHeaders(std::nullopt), "Access-Control-Allow-Methods") != nullptr);
}
