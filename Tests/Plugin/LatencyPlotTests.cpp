// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/MessageThread.h"
#include "Plugin/Views/LatencyPlot.h"

#include <catch2/catch.hpp>

using namespace parley::plugin;
using parley::tests::onMessageThread;

TEST_CASE("the latency plot says the median and the longest of the spoken turns, and counts every bar")
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
            CHECK(plot.sentence() == "Median 900 ms, longest 1400 ms; 3 spoken turns, 1 written.");
            CHECK(plot.getDescription() == plot.sentence());
        });
}

TEST_CASE("the latency plot counts one turn as one, and none as none")
{
    onMessageThread(
        []
        {
            LatencyPlot plot;
            std::deque<TurnLatency> turns(1);
            turns[0].wireToOutputMs = 40.0;
            plot.show(turns);
            CHECK(plot.sentence() == "1 written turn, no spoken one.");
            turns[0].endOfSpeechToAudibleMs = 900.0;
            plot.show(turns);
            CHECK(plot.sentence() == "Median 900 ms, longest 900 ms; 1 spoken turn, none written.");
        });
}
