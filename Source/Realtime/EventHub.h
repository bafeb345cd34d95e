// SPDX-License-Identifier: Apache-2.0
// Hands events to subscribers on the tool pool: each has a bounded queue and gets its events in order, one at a time.
#pragma once

#include "Base/Executor.h"
#include "Realtime/Event.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace parley::realtime
{

class EventHub
{
public:
    /// The executor must outlive the hub.
    explicit EventHub(Executor& executor);
    ~EventHub();
    EventHub(const EventHub&) = delete;
    EventHub& operator=(const EventHub&) = delete;

    /// The handler is called on the tool pool; it may block, and may call `unsubscribe`.
    /// @thread any but audio
    std::uint64_t subscribe(EventHandler handler);

    /// Idempotent. Waits for a call under way, so that none comes after it returned; called from inside the handler it
    /// returns at once, and that call is the last. So it does where it would wait for a handler that itself waits here
    /// for the caller's: of two handlers that unsubscribe each other, one does not wait.
    /// @thread any but audio
    void unsubscribe(std::uint64_t subscription);

    /// No handler is called after it returned, except the one that calls it.
    /// @thread any but audio
    void unsubscribeAll();

    /// Queues the event for every subscriber. A full queue merges deltas and captions of one item, and levels of the
    /// output, into the last one of their kind that only such events follow: texts are joined, of levels the larger
    /// stays, and silence ends them all. A subscriber that is still full gets one SubscriberOverrun and is detached.
    /// @thread any but audio; never blocks
    void publish(const Event& event);

    /// Events that no subscriber will see because its queue was full.
    /// @thread any
    [[nodiscard]] std::uint64_t droppedEvents() const noexcept;

    static constexpr std::size_t queueCapacity = 4096;

private:
    class Subscriber;
    Executor& executor;
    mutable std::mutex mutex;
    std::vector<std::shared_ptr<Subscriber>> subscribers;
    std::uint64_t lastSubscription = 0;
    std::shared_ptr<std::atomic<std::uint64_t>> dropped;
};

} // namespace parley::realtime
