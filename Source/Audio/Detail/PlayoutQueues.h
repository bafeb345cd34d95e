// SPDX-License-Identifier: Apache-2.0
// What the two threads of a PlayoutFifo share: three queues and a few numbers.
#pragma once

#include "Audio/PlayoutFifo.h"

#include <boost/lockfree/spsc_queue.hpp>

#include <atomic>

namespace parley::audio
{

struct SegmentEntry
{
    PlayoutSegment segment;
    std::size_t frames = 0; ///< Still in the frame queue. They were pushed before the entry was.
};

/// `frames` and `segments` go from the network thread to the audio thread, `reports` comes back.
struct PlayoutQueues
{
    boost::lockfree::spsc_queue<float, boost::lockfree::capacity<PlayoutFifo::frameCapacity>> frames;
    boost::lockfree::spsc_queue<SegmentEntry, boost::lockfree::capacity<PlayoutFifo::segmentCapacity>> segments;
    boost::lockfree::spsc_queue<PlayoutReport, boost::lockfree::capacity<PlayoutFifo::reportCapacity>> reports;
    std::atomic<std::uint32_t> epoch{0};    ///< Written by the network thread.
    std::atomic<std::uint64_t> position{0}; ///< Written by the audio thread, as those below.
    std::atomic<std::uint64_t> underruns{0};
    std::atomic<std::uint64_t> cutFrames{0};
    std::atomic<std::uint64_t> stalledBlocks{0};
};

} // namespace parley::audio
