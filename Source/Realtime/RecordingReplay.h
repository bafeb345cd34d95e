// SPDX-License-Identifier: Apache-2.0
// Puts a recording through SessionCore again, on the recording's own clock: the same events come out, at once.
#pragma once

#include "Realtime/Event.h"
#include "Realtime/Recording.h"
#include "Realtime/SessionCore.h"

#include <chrono>
#include <string>
#include <vector>

namespace parley::realtime
{

struct ReplayedEvent
{
    std::chrono::microseconds at{0}; ///< Since the recording began.
    Event event;
};

struct ReplayResult
{
    std::vector<ReplayedEvent> events;
    /// Where what the core sends differs from what the recording's client sent, a sentence each; at most 20.
    std::vector<std::string> differences;
};

/// What a recording does not hold, the agent's name for instance, is taken from `settings`; where they have neither
/// tools nor handoffs, those that the recorded session offered stand in for them. A call takes its output from the
/// recording, and none waits for approval. What the user did is told
/// from the recorded client frames: what the core does not send by itself was asked for. Pieces of audio are not
/// compared: they may be cut elsewhere. Pure, and quick: no time passes.
/// @thread any but audio and network
[[nodiscard]] ReplayResult replay(const Recording& recording, SessionSettings settings = {});

} // namespace parley::realtime
