// SPDX-License-Identifier: Apache-2.0
// What a BridgeSession shows of itself to other threads.
#include "Bridge/Detail/BridgeSession.h"

namespace parley::bridge
{

BridgeStatus BridgeSession::status() const
{
    const std::scoped_lock lock(sharedMutex);
    return view.status();
}

std::vector<TranscriptLine> BridgeSession::transcript() const
{
    const std::scoped_lock lock(sharedMutex);
    return view.transcript();
}

BridgeCounters BridgeSession::counters() const
{
    BridgeCounters counters;
    counters.eventsDropped = events.droppedEvents();
    counters.earlyAudioSamplesDropped = earlySamplesDropped.load();
    return counters;
}

std::optional<realtime::LatencyMeasured> BridgeSession::measuredLatency() const
{
    const std::scoped_lock lock(sharedMutex);
    return lastLatency;
}

} // namespace parley::bridge
