// SPDX-License-Identifier: Apache-2.0
#include "Realtime/EventQueue.h"

#include <catch2/catch.hpp>

#include <string>
#include <thread>

using namespace parley::realtime;
using namespace std::chrono_literals;

namespace
{

TimedEvent handoffTo(std::size_t who)
{
    return {HandoffEvent{"", std::to_string(who)},
            EventQueue::capacity * 1us + std::chrono::steady_clock::time_point{}};
}

std::string takenFrom(EventQueue& queue, std::chrono::milliseconds patience = 0ms)
{
    const auto taken = queue.take(patience);
    return taken ? std::get<HandoffEvent>(taken->event).to : "nothing";
}

} // namespace

TEST_CASE("events are taken in their order, each once, and nothing where there is none")
{
    EventQueue queue;
    CHECK(takenFrom(queue) == "nothing");
    queue.push(handoffTo(1));
    queue.push(handoffTo(2));
    CHECK(takenFrom(queue) == "1");
    CHECK(takenFrom(queue) == "2");
    CHECK(takenFrom(queue, 1ms) == "nothing");
    CHECK(queue.droppedEvents() == 0);
}

TEST_CASE("of events that nobody takes the oldest give way, and are counted")
{
    EventQueue queue;
    for (std::size_t i = 0; i < EventQueue::capacity + 3; ++i)
        queue.push(handoffTo(i));
    CHECK(queue.droppedEvents() == 3);
    CHECK(takenFrom(queue) == "3");
}

TEST_CASE("who waits for an event is woken by it")
{
    EventQueue queue;
    std::thread other([&] { queue.push(handoffTo(7)); });
    CHECK(takenFrom(queue, 20s) == "7");
    other.join();
}
