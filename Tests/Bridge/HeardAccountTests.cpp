// SPDX-License-Identifier: Apache-2.0
#include "Bridge/HeardAccount.h"

#include <catch2/catch.hpp>

using namespace parley::bridge;

TEST_CASE("what was heard of a part is counted in samples, rounded down")
{
    HeardAccount account;
    account.pushed({.token = 1, .begin = 0, .end = 441, .sampleBase = 0, .frameOffset = 0, .rate = 44100});
    account.pushed({.token = 1, .begin = 441, .end = 882, .sampleBase = 0, .frameOffset = 441, .rate = 44100});
    CHECK(account.heardSamples(1) == 0);
    account.reached(2);
    CHECK(account.heardSamples(1) == 1);
    account.reached(441);
    CHECK(account.heardSamples(1) == 240);
    account.reached(880);
    CHECK(account.heardSamples(1) == 478);
    account.reached(5000);
    CHECK(account.heardSamples(1) == 480);
}

TEST_CASE("frames that were cut do not count, even though the position has passed them")
{
    HeardAccount account;
    account.pushed({.token = 1, .begin = 0, .end = 1000, .sampleBase = 0, .frameOffset = 0, .rate = 24000});
    account.pushed({.token = 2, .begin = 1000, .end = 2000, .sampleBase = 0, .frameOffset = 0, .rate = 24000});
    account.pushed({.token = 3, .begin = 2000, .end = 3000, .sampleBase = 0, .frameOffset = 0, .rate = 24000});
    account.cut(300, 2000);
    account.reached(2500);
    CHECK(account.heardSamples(1) == 300);
    CHECK(account.heardSamples(2) == 0);
    CHECK(account.heardSamples(3) == 500);
    account.reached(3000);
    CHECK(account.heardSamples(1) == 300);
    CHECK(account.heardSamples(3) == 1000);
}

TEST_CASE("a part that is rendered again for another rate goes on where it was heard")
{
    HeardAccount account;
    account.pushed({.token = 1, .begin = 0, .end = 4800, .sampleBase = 0, .frameOffset = 0, .rate = 48000});
    account.reached(2400);
    CHECK(account.heardSamples(1) == 1200);
    account.pushed({.token = 1, .begin = 4800, .end = 14400, .sampleBase = 1200, .frameOffset = 0, .rate = 96000});
    CHECK(account.heardSamples(1) == 1200);
    account.cut(2400, 4800);
    account.reached(8800);
    CHECK(account.heardSamples(1) == 2200);
}

TEST_CASE("a part nobody asks for any more is not kept")
{
    HeardAccount account;
    account.pushed({.token = 1, .begin = 0, .end = 100, .sampleBase = 0, .frameOffset = 0, .rate = 24000});
    account.reached(50);
    account.forget(1);
    account.reached(100);
    CHECK(account.heardSamples(1) == 0);
    CHECK(account.heardSamples(7) == 0);
}
