// SPDX-License-Identifier: Apache-2.0
#include "Bridge/EchoSettling.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;

namespace
{

audio::EchoEstimate at(std::chrono::microseconds delay)
{
    audio::EchoEstimate estimate;
    estimate.delay = delay;
    return estimate;
}

/// Frames until it is settled.
std::size_t framesUntilSettled(EchoSettling& settling, const audio::EchoEstimate& estimate)
{
    std::size_t frames = 1;
    while (!settling.isSettled(estimate, true) && frames < 1000)
        ++frames;
    return frames;
}

} // namespace

TEST_CASE("a canceller that knows no delay is not trusted")
{
    EchoSettling settling;
    for (int frame = 0; frame < 200; ++frame)
        CHECK_FALSE(settling.isSettled(std::nullopt, true));
    CHECK_FALSE(settling.isSettled(audio::EchoEstimate(), true));
}

TEST_CASE("silence teaches a canceller nothing")
{
    EchoSettling settling;
    for (int frame = 0; frame < 200; ++frame)
        CHECK_FALSE(settling.isSettled(at(80ms), false));
    CHECK(framesUntilSettled(settling, at(80ms)) == EchoSettling::framesToSettle);
    CHECK(settling.isSettled(at(80ms), false));
}

TEST_CASE("a delay found elsewhere has to be learned anew, one that is followed has not")
{
    EchoSettling settling;
    CHECK(framesUntilSettled(settling, at(80ms)) == EchoSettling::framesToSettle);
    CHECK(settling.isSettled(at(81ms), true));
    CHECK(settling.isSettled(at(82ms), true));
    CHECK_FALSE(settling.isSettled(at(120ms), true));
    CHECK(framesUntilSettled(settling, at(120ms)) == EchoSettling::framesToSettle - 1);
}

TEST_CASE("a canceller that lets the agent hear itself is not trusted meanwhile")
{
    EchoSettling settling;
    auto estimate = at(80ms);
    CHECK(framesUntilSettled(settling, estimate) == EchoSettling::framesToSettle);
    estimate.hearsItself = true;
    CHECK_FALSE(settling.isSettled(estimate, true));
    estimate.hearsItself = false;
    CHECK(settling.isSettled(estimate, true));
}
