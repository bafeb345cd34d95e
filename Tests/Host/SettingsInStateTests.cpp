// SPDX-License-Identifier: Apache-2.0
#include "Host/SettingsInState.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::host;

TEST_CASE("the address is set, and every other setting stays where it was")
{
    const auto state = pointSettingsAt(R"({"version":1,"provider":"local","model":"m","url":""})", "ws://a/b");
    REQUIRE(state);
    CHECK(state.value() == R"({"version":1,"provider":"custom","model":"m","url":"ws://a/b"})");
}

TEST_CASE("what a wrapper puts around the settings stays as it is")
{
    const std::string after("\0\0{JUCEPrivateData}", 19);
    const auto state = pointSettingsAt("head{" + std::string(R"({"provider":"openai"})") + after, "ws://a");
    REQUIRE(state);
    CHECK(state.value() == "head{" + std::string(R"({"provider":"custom","url":"ws://a"})") + after);
}

TEST_CASE("a state without settings is refused with a sentence")
{
    const auto state = GENERATE("", "no settings", R"({"gain":1})", R"({"provider":"local")");
    const auto pointed = pointSettingsAt(state, "ws://a");
    REQUIRE_FALSE(pointed);
    CHECK(pointed.error().message.find("--plugin") != std::string::npos);
}
