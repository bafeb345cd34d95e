// SPDX-License-Identifier: GPL-3.0-or-later
#include "RunReport.h"

namespace parley::host
{

void placeOnAxis(RunReport& report, double zeroMs)
{
    for (auto& event : report.events)
        event.ms -= zeroMs;
    for (auto& turn : report.turns)
        for (auto* time : {&turn.startMs, &turn.endMs})
            if (*time)
                **time -= zeroMs;
    narrowToSpeech(report.turns, report.take);
    report.latency = measureLatency(report.turns, report.take, report.events);
}

} // namespace parley::host
