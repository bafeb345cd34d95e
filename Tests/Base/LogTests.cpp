// SPDX-License-Identifier: Apache-2.0
#include "Base/Log.h"
#include "Base/Secret.h"

#include <catch2/catch.hpp>

using namespace parley;

TEST_CASE("a key never survives redaction, whatever frames it")
{
    CHECK(redact("key sk-proj-abcdef123456 used") == "key [removed] used");
    CHECK(redact("ephemeral ek_68af296e8e408191") == "ephemeral [removed]");
    CHECK(redact("Authorization: Bearer abc.def-123") == "Authorization: Bearer [removed]");
    CHECK(redact("Authorization: Basic dXNlcjpwYXNz") == "Authorization: Basic [removed]");
    CHECK(redact("api-key: 0123456789") == "api-key: [removed]");
    CHECK(redact("http://me:secret@proxy:8080") == "http://[removed]@proxy:8080");
}

TEST_CASE("a registered secret is removed even when it looks like plain text")
{
    const Secret secret("my dog's name");
    CHECK(redact("token=my dog's name;") == "token=[removed];");
}

TEST_CASE("a secret that begins like another leaves nothing of it behind")
{
    registerSecret("otter-river");
    registerSecret("otter-river-stone");
    CHECK(redact("key otter-river-stone") == "key [removed]");
}

TEST_CASE("a secret that is named again outlives the many that came in between")
{
    registerSecret("kept-alive");
    for (int i = 0; i < 400; ++i)
        registerSecret("passing-" + std::to_string(i));
    registerSecret("kept-alive");
    for (int i = 400; i < 800; ++i)
        registerSecret("passing-" + std::to_string(i));
    CHECK(redact("kept-alive passing-799").find("kept-alive") == std::string::npos);
}

TEST_CASE("plain text passes redaction unchanged")
{
    CHECK(redact("basic authentication is missing") == "basic authentication is missing");
    CHECK(redact("desk-top mask-wearing at https://example.org/path") ==
          "desk-top mask-wearing at https://example.org/path");
}

TEST_CASE("the log sink gets redacted text only")
{
    std::string seen;
    setLogSink([&](LogLevel, std::string_view text) { seen = text; });
    log(LogLevel::error, "refused Bearer abcdefgh");
    setLogSink({});
    CHECK(seen == "refused Bearer [removed]");
}

TEST_CASE("a very long key is removed whole and does no harm")
{
    CHECK(redact("sk-" + std::string(2'000'000, 'a')) == "[removed]");
}
