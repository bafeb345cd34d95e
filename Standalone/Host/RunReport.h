// SPDX-License-Identifier: GPL-3.0-or-later
// All that is known of a run once it is over, on one time axis whose zero is the input's first frame.
#pragma once

#include "Latency.h"
#include "RecordedEvent.h"
#include "Take.h"
#include "Turn.h"

#include <cstdint>
#include <string>
#include <vector>

namespace parley::host
{

struct RunReport
{
    std::string plugin;
    std::string input;
    std::string block; ///< "480" or "random".
    int channels = 2;
    std::string failure;          ///< Why the run failed; empty when it did not.
    std::uint64_t lateBlocks = 0; ///< Of the host's audio thread.
    std::vector<RecordedEvent> events;
    std::vector<Turn> turns;
    Take take;
    Latency latency;
};

/// Moves events and turns from the recording's axis to the take's, narrows the user's turns to their speech, and
/// measures. `zeroMs` is the recording's time of the input's first frame.
void placeOnAxis(RunReport& report, double zeroMs);

} // namespace parley::host
