// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/RollOver.h"

#include <catch2/catch.hpp>

using namespace parley::realtime;
using namespace std::chrono_literals;

namespace
{

using Step = RollOver::Step;
using Time = RollOver::Time;

constexpr std::int64_t epoch = 1'756'310'470;
const Time start(1000s);
const Time end = start + 60min;

RollOver ofOneHour()
{
    RollOver rule;
    rule.sessionBegan(epoch + 3600, epoch, start);
    return rule;
}

} // namespace

TEST_CASE("two minutes before its end a session says so, and moves at the first quiet moment", "[rollover]")
{
    auto rule = ofOneHour();
    CHECK(rule.deadline(start) == end - 120s);
    CHECK(rule.next(true, end - 121s) == Step::none);
    CHECK(rule.next(false, end - 120s) == Step::warn);
    CHECK(rule.left(end - 120s) == 120s);
    CHECK(rule.next(false, end - 120s) == Step::none);
    CHECK(rule.next(true, end - 100s) == Step::open);
    CHECK(rule.next(true, end - 100s) == Step::none);
    rule.nextIsReady();
    CHECK(rule.next(false, end - 90s) == Step::none);
    CHECK(rule.next(true, end - 80s) == Step::move);
}

TEST_CASE("without a quiet moment it moves fifteen seconds before the end", "[rollover]")
{
    auto rule = ofOneHour();
    REQUIRE(rule.next(false, end - 120s) == Step::warn);
    CHECK(rule.deadline(end - 120s) == end - 15s);
    CHECK(rule.next(false, end - 16s) == Step::none);
    CHECK(rule.next(false, end - 15s) == Step::open);
    rule.nextIsReady();
    CHECK(rule.next(false, end - 14s) == Step::move);
}

TEST_CASE("a new connection that cannot be made is tried again every five seconds", "[rollover]")
{
    auto rule = ofOneHour();
    REQUIRE(rule.next(true, end - 120s) == Step::warn);
    REQUIRE(rule.next(true, end - 120s) == Step::open);
    rule.nextFailed(end - 119s);
    CHECK(rule.deadline(end - 119s) == end - 114s);
    CHECK(rule.next(true, end - 115s) == Step::none);
    CHECK(rule.next(true, end - 114s) == Step::open);
}

TEST_CASE("a clock that is wrong cannot make a session longer than an hour", "[rollover]")
{
    for (const auto wrong : {epoch - 86400, epoch + 7200, std::int64_t{0}})
    {
        RollOver rule;
        rule.sessionBegan(epoch + 3600, wrong, start);
        CHECK(rule.deadline(start) <= end - 120s);
        CHECK(rule.deadline(start) > start);
    }
}

TEST_CASE("a service that tells no end is left alone", "[rollover]")
{
    RollOver rule;
    rule.sessionBegan(0, epoch, start);
    CHECK_FALSE(rule.deadline(start));
    CHECK(rule.next(true, start + 24h) == Step::none);
}

TEST_CASE("of a short session at most half passes in preparing the next", "[rollover]")
{
    RollOver rule;
    rule.sessionBegan(epoch + 60, epoch, start);
    CHECK(rule.next(true, start + 29s) == Step::none);
    CHECK(rule.next(true, start + 30s) == Step::warn);
}
