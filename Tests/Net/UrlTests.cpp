// SPDX-License-Identifier: Apache-2.0
#include "Net/Url.h"

#include <catch2/catch.hpp>

using namespace parley;
using net::Url;

TEST_CASE("an address is taken apart and put together again unchanged")
{
    const auto url = Url::parse("wss://api.example.com/v1/realtime?model=a%20b").value();
    CHECK(url.scheme == "wss");
    CHECK(url.host == "api.example.com");
    CHECK(url.port == 443);
    CHECK(url.path == "/v1/realtime");
    CHECK(url.query == "model=a%20b");
    CHECK(url.isSecure());
    CHECK(url.target() == "/v1/realtime?model=a%20b");
    CHECK(url.authority() == "api.example.com");
    CHECK(url.toString() == "wss://api.example.com/v1/realtime?model=a%20b");
}

TEST_CASE("scheme and host are lower case, blanks around do not matter, and a path is always there")
{
    const auto url = Url::parse("  WS://LocalHost:8080\n").value();
    CHECK(url.toString() == "ws://localhost:8080/");
    CHECK(url.authority() == "localhost:8080");
    CHECK_FALSE(url.isSecure());
}

TEST_CASE("an IPv6 address keeps its brackets outside the host")
{
    const auto url = Url::parse("http://[::1]:9000/x").value();
    CHECK(url.host == "::1");
    CHECK(url.authority() == "[::1]:9000");
}

TEST_CASE("what is no usable address is refused with a reason")
{
    for (const auto* text : {"", "api.example.com", "ftp://host/", "ws://", "ws:///path", "ws://me:pass@host/",
                             "ws://host:0/", "ws://host:65536/", "ws://host:99999/", "ws://ho st/", "ws://h%20st/",
                             "ws://host/a b", "ws://[::1/", "wss:host", "ws://127.0.0.1.example/", "ws://127.0.0.1x"})
    {
        INFO(text);
        const auto url = Url::parse(text);
        REQUIRE_FALSE(url);
        CHECK(url.error().code == ErrorCode::invalidArgument);
    }
    CHECK(Url::parse("ws://me:secretpassword@host/").error().message.find("secretpassword") == std::string::npos);
}

TEST_CASE("loopback is this machine and nothing that looks like it")
{
    for (const auto* text : {"ws://localhost/", "ws://127.0.0.1/", "ws://127.8.9.1/", "ws://[::1]/"})
        CHECK(Url::parse(text).value().isLoopback());
    for (const auto* text : {"ws://128.0.0.1/", "ws://localhost.example/", "ws://[::2]/"})
    {
        INFO(text);
        CHECK_FALSE(Url::parse(text).value().isLoopback());
    }
}

TEST_CASE("a query is added once, encoded, and never replaced")
{
    auto url = Url::parse("ws://host/v1?call=1").value();
    url.addQuery("mo del", "gpt&x=1/\xc3\xa4");
    CHECK(url.query == "call=1&mo%20del=gpt%26x%3D1%2F%C3%A4");
    CHECK(url.hasQuery("mo del"));
    url.addQuery("mo del", "other");
    url.addQuery("call", "2");
    CHECK(url.query == "call=1&mo%20del=gpt%26x%3D1%2F%C3%A4");
    CHECK_FALSE(url.hasQuery("cal"));
}
