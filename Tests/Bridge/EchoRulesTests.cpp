// SPDX-License-Identifier: Apache-2.0
#include "Bridge/EchoReports.h"
#include "Bridge/EchoThreshold.h"
#include "Bridge/HalfDuplex.h"

#include <catch2/catch.hpp>

#include <array>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;

namespace
{

/// How many of so many frames with these levels pass.
int passing(EchoThreshold& rule, int frames, float microphoneDb, float referenceDb)
{
    int passed = 0;
    for (int frame = 0; frame < frames; ++frame)
        passed += rule.passes(microphoneDb, referenceDb) ? 1 : 0;
    return passed;
}

} // namespace

TEST_CASE("half duplex: while the agent sounds, and for the hold after it, nothing is heard")
{
    HalfDuplex gate;
    gate.use(50ms);
    CHECK(gate.passes(false));
    for (int frame = 0; frame < 20; ++frame)
        CHECK_FALSE(gate.passes(true));
    for (int frame = 0; frame < 5; ++frame)
        CHECK_FALSE(gate.passes(false));
    CHECK(gate.passes(false));
}

TEST_CASE("half duplex without a hold opens with the agent's last frame")
{
    HalfDuplex gate;
    gate.use(0ms);
    CHECK_FALSE(gate.passes(true));
    CHECK(gate.passes(false));
}

TEST_CASE("the raised threshold passes everything while nothing sounds")
{
    EchoThreshold rule;
    CHECK(passing(rule, 100, -90, silenceDb) == 100);
    CHECK(passing(rule, 100, -10, silenceDb) == 100);
}

TEST_CASE("the raised threshold learns the echo and passes only what is clearly louder")
{
    EchoThreshold rule;
    rule.use(10);
    CHECK(passing(rule, 300, -40, -20) == 0);
    CHECK(rule.usualDb() == Approx(-20).margin(0.5));
    CHECK(passing(rule, 10, -33, -20) == 0);
    CHECK(passing(rule, 50, -26, -20) == 50);
}

TEST_CASE("the ends of words stay open after the raised threshold was passed")
{
    EchoThreshold rule;
    static_cast<void>(passing(rule, 300, -40, -20));
    CHECK(passing(rule, 5, -20, -20) == 5);
    CHECK(passing(rule, 60, -40, -20) == int(EchoThreshold::framesOpen) - 1);
}

TEST_CASE("a loudspeaker that is turned up is learned anew within seconds")
{
    EchoThreshold rule;
    static_cast<void>(passing(rule, 300, -40, -20));
    static_cast<void>(passing(rule, 700, -27, -20));
    CHECK(passing(rule, 100, -27, -20) == 0);
}

TEST_CASE("the raised threshold keeps what it has learned from answer to answer")
{
    EchoThreshold rule;
    static_cast<void>(passing(rule, 300, -40, -20));
    static_cast<void>(passing(rule, 500, -70, silenceDb));
    CHECK(passing(rule, 20, -26, -20) == 20);
}

TEST_CASE("echo is reported once a second in which the agent sounds, with its loudness")
{
    EchoReports reports;
    int told = 0;
    for (int frame = 0; frame < 250; ++frame)
        told += reports.sounded(-30, -20) ? 1 : 0;
    CHECK(told == 2);
    CHECK(reports.echoDb() == Approx(-10).margin(0.01));
}

TEST_CASE("an agent that hears itself is warned of at most once a minute, and not at its first words")
{
    EchoReports reports;
    realtime::EchoMeasured loud;
    loud.hearsItself = true;
    const EchoReports::Time start{};
    std::vector<int> warned;
    for (int second = 0; second < 100; ++second)
        if (const auto warning = reports.warning(loud, start + std::chrono::seconds(second)))
        {
            warned.push_back(second);
            CHECK(warning->message.find("headphones") != std::string::npos);
        }
    CHECK(warned == std::vector<int>{2, 62});
    CHECK_FALSE(reports.warning({}, start + 200s));
    CHECK_FALSE(reports.warning(loud, start + 201s));
}
