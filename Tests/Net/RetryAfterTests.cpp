// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/RetryAfter.h"

#include <catch2/catch.hpp>

using namespace parley::net;
using namespace std::chrono;
using namespace std::chrono_literals;

namespace
{

/// The date of the examples in RFC 9110, 5.6.7: 1994-11-06 08:49:37.
constexpr sys_seconds example = sys_days(1994y / November / 6d) + 8h + 49min + 37s;

} // namespace

TEST_CASE("a date of HTTP is read in each of its three forms", "[net]")
{
    CHECK(parseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT", example) == example);
    CHECK(parseHttpDate("Sunday, 06-Nov-94 08:49:37 GMT", example) == example);
    CHECK(parseHttpDate("Sun Nov  6 08:49:37 1994", example) == example);
    CHECK(parseHttpDate("Sun Nov 16 08:49:37 1994", example) == example + days(10));
}

TEST_CASE("a year of two digits is not more than 50 years ahead", "[net]")
{
    const sys_seconds now = sys_days(2026y / November / 22d);
    CHECK(parseHttpDate("Sunday, 06-Nov-94 08:49:37 GMT", now) == example);
    CHECK(parseHttpDate("Sunday, 22-Nov-26 00:00:00 GMT", now) == now);
    CHECK(parseHttpDate("Sunday, 22-Nov-76 00:00:00 GMT", now) == sys_seconds(sys_days(2076y / November / 22d)));
    CHECK(parseHttpDate("Monday, 22-Nov-77 00:00:00 GMT", now) == sys_seconds(sys_days(1977y / November / 22d)));
}

TEST_CASE("what is no date of HTTP is none", "[net]")
{
    for (const auto* text :
         {"", "soon", "Sun, 31 Feb 2026 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37", "06 Nov 1994", "Sun Nov  6 08:49",
          "Sun, 06 Nov 1994 GMT", "Sun, 06 Nov 1994 08:49:37 GMT and more", "Sun, 06 Nov 1994 25:49:37 GMT"})
    {
        INFO(text);
        CHECK_FALSE(parseHttpDate(text, example));
    }
}

TEST_CASE("the wait that a service asks for is read in seconds and as a date", "[net]")
{
    CHECK(parseRetryAfter("20", example) == 20s);
    CHECK(parseRetryAfter("0", example) == 0s);
    CHECK(parseRetryAfter("Sun, 06 Nov 1994 08:50:37 GMT", example) == 60s);
    CHECK(parseRetryAfter("Sun, 06 Nov 1994 08:00:00 GMT", example) == 0s);
    for (const auto* text : {"", "-1", "1.5", "20 s", "99999999999"})
    {
        INFO(text);
        CHECK_FALSE(parseRetryAfter(text, example));
    }
}
