// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Prebuffer.h"

#include <catch2/catch.hpp>

using namespace parley::bridge;
using namespace std::chrono_literals;

TEST_CASE("the prebuffer begins where it is told, grows by half after an underrun, and never beyond its bound")
{
    Prebuffer prebuffer;
    CHECK(prebuffer.wanted() == 40ms);
    const auto wanted = {60ms, 90ms, 135ms, 202ms, 303ms, 400ms, 400ms};
    for (const auto after : wanted)
    {
        prebuffer.underrun();
        CHECK(prebuffer.wanted() == after);
    }
}

TEST_CASE("the prebuffer shrinks by 10 ms for each five calm seconds, and never below its bound")
{
    Prebuffer prebuffer;
    prebuffer.underrun();
    prebuffer.passed(4990ms);
    CHECK(prebuffer.wanted() == 60ms);
    prebuffer.passed(10ms);
    CHECK(prebuffer.wanted() == 50ms);
    prebuffer.passed(11s);
    CHECK(prebuffer.wanted() == 30ms);
    prebuffer.passed(1h);
    CHECK(prebuffer.wanted() == 20ms);
}

TEST_CASE("an underrun ends the calm that was counted")
{
    Prebuffer prebuffer;
    prebuffer.passed(4s);
    prebuffer.underrun();
    prebuffer.passed(4s);
    CHECK(prebuffer.wanted() == 60ms);
}

TEST_CASE("the prebuffer keeps to bounds of one's own, also when they contradict each other")
{
    Prebuffer prebuffer;
    prebuffer.set({.initial = 100ms, .least = 80ms, .most = 120ms});
    CHECK(prebuffer.wanted() == 100ms);
    prebuffer.underrun();
    CHECK(prebuffer.wanted() == 120ms);
    prebuffer.passed(1h);
    CHECK(prebuffer.wanted() == 80ms);
    prebuffer.set({.initial = 10ms, .least = 200ms, .most = 100ms});
    CHECK(prebuffer.wanted() == 200ms);
    prebuffer.set({.initial = -10ms, .least = -20ms, .most = -30ms});
    CHECK(prebuffer.wanted() == 0ms);
}

TEST_CASE("the same settings once more do not take back what the prebuffer has learnt")
{
    Prebuffer prebuffer;
    prebuffer.underrun();
    prebuffer.set({});
    CHECK(prebuffer.wanted() == 60ms);
}
