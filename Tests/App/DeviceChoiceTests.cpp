// SPDX-License-Identifier: GPL-3.0-or-later
#include "App/DeviceChoice.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::app;

TEST_CASE("a choice of sound devices comes back as it was saved", "[app]")
{
    const DeviceChoice choice{.driver = "ALSA",
                              .input = "Stage \"left\" \xc3\xbc",
                              .output = "Monitors",
                              .sampleRate = 44100,
                              .blockSize = 256};
    const auto read = deviceChoiceFrom(toText(choice));
    REQUIRE(read);
    CHECK(read.value() == choice);
}

TEST_CASE("a choice that leaves out what it does not care for follows the system in it", "[app]")
{
    const auto read = deviceChoiceFrom(R"({"driver":"JACK","from a later version":[1]})");
    REQUIRE(read);
    CHECK(read.value() == DeviceChoice{.driver = "JACK"});
}

TEST_CASE("a damaged choice is told, with what to do", "[app]")
{
    const auto text =
        GENERATE(as<std::string>{}, "", "{", "[]", "null", "\xff\xfe", R"({"driver":7})", R"({"sampleRate":"fast"})",
                 R"({"sampleRate":1e300})", R"({"sampleRate":-1})", R"({"blockSize":1000000})", R"({"blockSize":-5})");
    const auto read = deviceChoiceFrom(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == ErrorCode::fileInvalid);
    CHECK(read.error().message.find("Choose them again") != std::string::npos);
}

TEST_CASE("every beginning of a saved choice is read or told as damaged, and nothing else happens", "[app]")
{
    const auto text = toText({.driver = "JACK", .input = "system", .blockSize = 64});
    for (std::size_t length = 0; length < text.size(); ++length)
        CHECK_FALSE(deviceChoiceFrom(text.substr(0, length)));
}
