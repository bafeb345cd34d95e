// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/MessageThread.h"
#include "Plugin/Views/DetectionView.h"

#include <catch2/catch.hpp>

#include <cmath>

using namespace parley::plugin;
using parley::tests::onMessageThread;

TEST_CASE("the picture of what is heard draws the threshold over the noise floor, and none where another mode decides")
{
    onMessageThread(
        []
        {
            DetectionView view;
            CHECK_FALSE(view.thresholdDb());
            for (int frame = 0; frame < DetectionView::framesPerSecond * DetectionView::seconds; ++frame)
                view.show({-50.0F, false, false});
            view.setThreshold(0.5);
            REQUIRE(view.thresholdDb());
            CHECK(*view.thresholdDb() == Approx(-41.0F));
            view.setThreshold(0.9);
            CHECK(*view.thresholdDb() == Approx(-41.0F + 3.0F * std::log(9.0F)));
            view.show({-20.0F, true, false});
            CHECK(view.getDescription() == "Speech is detected.");
        });
}
