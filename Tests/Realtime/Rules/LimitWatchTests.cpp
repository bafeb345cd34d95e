// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/LimitWatch.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;
using namespace std::chrono_literals;

namespace
{

const LimitWatch::Time begin{1000s};

LimitWatch watchOf(Limits limits)
{
    LimitWatch watch(limits);
    watch.connected(begin);
    return watch;
}

} // namespace

TEST_CASE("without limits nothing is ever due", "[limits]")
{
    auto watch = watchOf({});
    watch.used(1'000'000'000);
    const auto verdict = watch.judge(begin + 24h);
    CHECK(verdict.warnings.empty());
    CHECK_FALSE(verdict.end);
    CHECK_FALSE(watch.deadline());
}

TEST_CASE("tokens: a warning at nine tenths, once, then the end", "[limits]")
{
    auto watch = watchOf({.tokens = 1000});
    watch.used(899);
    CHECK(watch.judge(begin).warnings.empty());
    watch.used(900);
    CHECK(watch.judge(begin).warnings.size() == 1);
    CHECK(watch.judge(begin).warnings.empty());
    watch.used(1000);
    REQUIRE(watch.judge(begin).end);
    CHECK(watch.judge(begin).end->code == ErrorCode::limitReached);
    CHECK(watch.judge(begin).end->where == "limits.tokens");
}

TEST_CASE("time: counted from the first connection, over a gap", "[limits]")
{
    auto watch = watchOf({.duration = 100s});
    CHECK(watch.deadline() == begin + 90s);
    CHECK(watch.judge(begin + 90s).warnings.size() == 1);
    CHECK(watch.deadline() == begin + 100s);
    watch.disconnected();
    CHECK_FALSE(watch.deadline());
    CHECK_FALSE(watch.judge(begin + 101s).end);
    watch.connected(begin + 102s);
    CHECK(watch.judge(begin + 102s).end->where == "limits.duration");
}

TEST_CASE("idleness: a warning ten seconds before, each time it comes near", "[limits]")
{
    auto watch = watchOf({.idle = 60s});
    CHECK(watch.deadline() == begin + 50s);
    CHECK(watch.judge(begin + 50s).warnings.size() == 1);
    CHECK(watch.judge(begin + 51s).warnings.empty());
    watch.active(begin + 55s);
    CHECK_FALSE(watch.judge(begin + 60s).end);
    CHECK(watch.judge(begin + 105s).warnings.size() == 1);
    CHECK(watch.judge(begin + 115s).end->where == "limits.idle");
}

TEST_CASE("nobody is idle while an answer plays, unless it was cut short", "[limits]")
{
    auto watch = watchOf({.idle = 60s});
    watch.spoken(30s, begin);
    watch.spoken(30s, begin + 1s);
    CHECK_FALSE(watch.judge(begin + 119s).end);
    CHECK(watch.judge(begin + 120s).end);
    watch.silenced(begin + 5s);
    CHECK(watch.judge(begin + 65s).end);
}
