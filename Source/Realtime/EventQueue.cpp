// SPDX-License-Identifier: Apache-2.0
#include "Realtime/EventQueue.h"

#include <utility>

namespace parley::realtime
{

void EventQueue::push(TimedEvent event)
{
    {
        const std::scoped_lock lock(mutex);
        if (waiting.size() == capacity)
        {
            waiting.pop_front();
            ++dropped;
        }
        waiting.push_back(std::move(event));
    }
    arrived.notify_one();
}

std::optional<TimedEvent> EventQueue::take(std::chrono::milliseconds patience)
{
    std::unique_lock lock(mutex);
    if (!arrived.wait_for(lock, patience, [this] { return !waiting.empty(); }))
        return std::nullopt;
    auto oldest = std::move(waiting.front());
    waiting.pop_front();
    return oldest;
}

std::uint64_t EventQueue::droppedEvents() const
{
    const std::scoped_lock lock(mutex);
    return dropped;
}

} // namespace parley::realtime
