// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/MessageThread.h"
#include "Plugin/Views/LatencyPlot.h"

#include <catch2/catch.hpp>

using namespace parley::plugin;
using parley::tests::onMessageThread;

TEST_CASE("the latency plot says the median and the longest of the spoken turns")
{
    onMessageThread(
        []
        {
            LatencyPlot plot;
            CHECK(plot.sentence() == "No turn was measured yet.");
            std::deque<TurnLatency> turns(4);
            turns[0].endOfSpeechToAudibleMs = 900.0;
            turns[1].endOfSpeechToAudibleMs = 700.0;
            turns[2].endOfSpeechToAudibleMs = 1400.0;
            turns[3].wireToOutputMs = 40.0;
            plot.show(turns);
            CHECK(plot.sentence() == "Median 900 ms, longest 1400 ms, over 3 spoken turns.");
            CHECK(plot.getDescription() == plot.sentence());
        });
}
