// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/MessageThread.h"
#include "Plugin/Views/LevelMeter.h"

#include <catch2/catch.hpp>

using namespace parley::plugin;
using parley::tests::onMessageThread;

TEST_CASE("a meter holds its peak for a second and a half, and then lets it fall")
{
    onMessageThread(
        []
        {
            LevelMeter meter("In", "Input level");
            meter.show(0.5F);
            CHECK(meter.heldDb() == Approx(-6.02F).margin(0.05));
            for (int frame = 0; frame < LevelMeter::heldFrames; ++frame)
                meter.show(0.0F);
            CHECK(meter.heldDb() == Approx(-6.02F).margin(0.05));
            CHECK(meter.levelDb() < -30.0F);
            for (int frame = 0; frame < 3 * LevelMeter::framesPerSecond; ++frame)
                meter.show(0.0F);
            CHECK(meter.heldDb() == LevelMeter::lowestDb);
        });
}
