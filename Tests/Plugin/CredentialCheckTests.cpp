// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/CredentialCheck.h"

#include <catch2/catch.hpp>

using namespace parley::plugin;

TEST_CASE("an address with a user name, a key or a token in it is recognised")
{
    CHECK(holdsCredential("wss://me:word@example.org/v1/realtime"));
    CHECK(holdsCredential("wss://me@example.org"));
    CHECK(holdsCredential("wss://example.org/v1?model=x&api_key=abc"));
    CHECK(holdsCredential("wss://example.org/v1?api-key=abc"));
    CHECK(holdsCredential("wss://example.org/v1?Access_Token=abc"));
    CHECK(holdsCredential("wss://example.org/sk-abcdefghijklmnopqrstuv/v1"));
}

TEST_CASE("an ordinary address passes")
{
    CHECK_FALSE(holdsCredential(""));
    CHECK_FALSE(holdsCredential("ws://127.0.0.1:8080/v1/realtime"));
    CHECK_FALSE(holdsCredential("wss://example.org/v1/realtime?model=gpt-realtime&api-version=2025-08-28"));
    CHECK_FALSE(holdsCredential("wss://example.org/people/@me"));
}

TEST_CASE("only the form of a key is taken for a key")
{
    CHECK(holdsKey("use sk-proj-0123456789abcdef please"));
    CHECK(holdsKey("ek_0123456789abcdef"));
    CHECK_FALSE(holdsKey("task-oriented-and-friendly-assistant"));
    CHECK_FALSE(holdsKey("sk-short"));
}

TEST_CASE("a name under which keys travel is recognised, a count of tokens is not")
{
    CHECK(isCredentialName("api_key"));
    CHECK(isCredentialName("Authorization"));
    CHECK(isCredentialName("client_secret"));
    CHECK_FALSE(isCredentialName("max_output_tokens"));
    CHECK_FALSE(isCredentialName("keyboard"));
}
