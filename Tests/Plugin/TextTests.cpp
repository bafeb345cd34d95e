// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/Text.h"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using namespace parley::plugin;

TEST_CASE("large numbers are read in thousands, and the time left as a clock")
{
    CHECK(withThousands(0) == "0");
    CHECK(withThousands(999) == "999");
    CHECK(withThousands(1234567) == "1,234,567");
    CHECK(withThousands(-1234) == "-1,234");
    CHECK(asClock(3545s) == "59:05");
    CHECK(asClock(3723s) == "1:02:03");
    CHECK(asClock(-5s) == "0:00");
}
