// SPDX-License-Identifier: Apache-2.0
#include "Host/CaptureClock.h"
#include "Recorded.h"

#include <catch2/catch.hpp>

using namespace parley::host;
using namespace parley::host::test;

TEST_CASE("a time of the service is the time at which that sound was sent")
{
    CaptureClock clock;
    clock.take(append(1000, 30));
    clock.take(append(1500, 30)); // A gap in the sending.
    CHECK(clock.recordingMs(30).value() == Approx(1000));
    CHECK(clock.recordingMs(20).value() == Approx(990));
    CHECK(clock.recordingMs(45).value() == Approx(1485));
}

TEST_CASE("sound that was not sent has no time")
{
    CaptureClock clock;
    CHECK_FALSE(clock.recordingMs(0));
    clock.take(append(1000, 30));
    CHECK_FALSE(clock.recordingMs(31));
    CHECK_FALSE(clock.recordingMs(-1));
}
