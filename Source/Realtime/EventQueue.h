// SPDX-License-Identifier: Apache-2.0
// Events that a program takes when it likes, instead of being called.
#pragma once

#include "Realtime/Event.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>

namespace parley::realtime
{

/// An event and when it came.
struct TimedEvent
{
    Event event;
    std::chrono::steady_clock::time_point at;
};

/// Keeps events in order until they are taken. Full, the oldest gives way and is counted.
class EventQueue
{
public:
    static constexpr std::size_t capacity = 4096;

    /// @thread any but audio and network
    void push(TimedEvent event);

    /// The oldest one; waits for one at most so long.
    /// @thread any but audio and network
    [[nodiscard]] std::optional<TimedEvent> take(std::chrono::milliseconds patience);

    /// @thread any but audio
    [[nodiscard]] std::uint64_t droppedEvents() const;

private:
    mutable std::mutex mutex;
    std::condition_variable arrived;
    std::deque<TimedEvent> waiting;
    std::uint64_t dropped = 0;
};

} // namespace parley::realtime
