// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/LoudspeakerWatch.h"

#include <catch2/catch.hpp>

using parley::plugin::LoudspeakerWatch;

TEST_CASE("a loudspeaker input that was never heard is none, and one that was heard stays one over a minute of silence")
{
    LoudspeakerWatch watch;
    for (int block = 0; block < 1000; ++block)
        CHECK_FALSE(watch.isWired(0, 480, 48000));
    CHECK(watch.isWired(0.001F, 480, 48000));
    int seconds = 0;
    while (watch.isWired(0, 48000, 48000))
        ++seconds;
    CHECK(seconds == LoudspeakerWatch::patienceSeconds - 1);
    CHECK(watch.isWired(1, 480, 48000));
}
