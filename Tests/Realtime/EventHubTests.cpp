// SPDX-License-Identifier: Apache-2.0
#include "Realtime/EventHub.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <string>
#include <thread>

using namespace parley;
using namespace parley::realtime;
using namespace std::chrono_literals;

namespace
{

Event numbered(std::size_t number)
{
    return PlaybackFinished{std::to_string(number)};
}

bool happens(std::promise<void>& promise)
{
    return promise.get_future().wait_for(5s) == std::future_status::ready;
}

} // namespace

TEST_CASE("a subscriber gets every event in order, one at a time")
{
    const auto executor = Executor::shared();
    EventHub hub(*executor);
    std::vector<std::string> seen;
    std::atomic<int> inside{0};
    std::atomic<bool> overlapped{false};
    std::promise<void> done;
    hub.subscribe(
        [&](const Event& event)
        {
            overlapped = overlapped || ++inside > 1;
            seen.push_back(std::get<PlaybackFinished>(event).responseId);
            --inside;
            if (seen.size() == 1000)
                done.set_value();
        });
    for (std::size_t i = 0; i < 1000; ++i)
        hub.publish(numbered(i));
    REQUIRE(happens(done));
    CHECK_FALSE(overlapped);
    for (std::size_t i = 0; i < 1000; ++i)
        CHECK(seen[i] == std::to_string(i));
}

TEST_CASE("a subscriber that is too slow is told so in its last event, and the others go on")
{
    const auto executor = Executor::shared();
    EventHub hub(*executor);
    std::promise<void> gate;
    std::promise<void> overrun;
    std::atomic<std::size_t> slowEvents{0};
    hub.subscribe(
        [&, opened = gate.get_future().share()](const Event& event)
        {
            opened.wait();
            ++slowEvents;
            if (std::holds_alternative<SubscriberOverrun>(event))
                overrun.set_value();
        });
    const auto sent = EventHub::queueCapacity + 100;
    for (std::size_t i = 0; i < sent; ++i)
        hub.publish(numbered(i));
    gate.set_value();
    REQUIRE(happens(overrun));
    CHECK(slowEvents <= EventHub::queueCapacity + 2);
    CHECK(hub.droppedEvents() + slowEvents == sent + 1);
    const auto before = slowEvents.load();
    std::promise<void> other;
    hub.subscribe([&](const Event&) { other.set_value(); });
    hub.publish(numbered(0));
    CHECK(happens(other));
    CHECK(slowEvents == before);
}

TEST_CASE("a full queue merges the deltas of one answer instead of giving up")
{
    const auto executor = Executor::shared();
    EventHub hub(*executor);
    std::promise<void> gate;
    std::promise<void> last;
    std::string text;
    hub.subscribe(
        [&, opened = gate.get_future().share()](const Event& event)
        {
            opened.wait();
            if (const auto* delta = std::get_if<AnswerDelta>(&event))
                text += delta->delta;
            if (text.size() == EventHub::queueCapacity + 500)
                last.set_value();
        });
    for (std::size_t i = 0; i < EventHub::queueCapacity + 500; ++i)
        hub.publish(AnswerDelta{"r", "i", "x", true});
    gate.set_value();
    CHECK(happens(last));
    CHECK(hub.droppedEvents() == 0);
}

TEST_CASE("unsubscribing waits for the call under way, and none comes after it")
{
    const auto executor = Executor::shared();
    EventHub hub(*executor);
    std::promise<void> inside;
    std::promise<void> gate;
    std::atomic<int> calls{0};
    std::atomic<bool> isInside{false};
    const auto id = hub.subscribe(
        [&, opened = gate.get_future().share()](const Event&)
        {
            isInside = true;
            if (++calls == 1)
                inside.set_value();
            opened.wait();
            isInside = false;
        });
    hub.publish(numbered(1));
    hub.publish(numbered(2));
    REQUIRE(happens(inside));
    auto leaving = std::async(std::launch::async,
                              [&]
                              {
                                  hub.unsubscribe(id);
                                  return isInside ? -1 : calls.load();
                              });
    gate.set_value();
    const auto callsAtLeave = leaving.get();
    CHECK(callsAtLeave >= 1);
    hub.publish(numbered(3));
    hub.unsubscribe(id);
    CHECK(calls == callsAtLeave);
}

TEST_CASE("a subscriber may unsubscribe from inside its own call, which is then its last")
{
    const auto executor = Executor::shared();
    EventHub hub(*executor);
    std::promise<void> gate;
    std::promise<void> left;
    std::atomic<int> calls{0};
    std::uint64_t id = 0;
    id = hub.subscribe(
        [&, opened = gate.get_future().share()](const Event&)
        {
            opened.wait();
            ++calls;
            hub.unsubscribe(id);
            left.set_value();
        });
    for (std::size_t i = 0; i < 10; ++i)
        hub.publish(numbered(i));
    gate.set_value();
    REQUIRE(happens(left));
    std::promise<void> other;
    hub.subscribe([&](const Event&) { other.set_value(); });
    hub.publish(numbered(0));
    CHECK(happens(other));
    CHECK(calls == 1);
}

TEST_CASE("a subscriber that throws, whatever it throws, gets the next event all the same")
{
    const auto executor = Executor::shared();
    EventHub hub(*executor);
    std::promise<void> third;
    int calls = 0;
    hub.subscribe(
        [&](const Event&)
        {
            if (++calls == 1)
                throw std::runtime_error("expected by a test");
            if (calls == 2)
                throw 5;
            third.set_value();
        });
    for (std::size_t i = 0; i < 3; ++i)
        hub.publish(numbered(i));
    CHECK(happens(third));
}

TEST_CASE("two handlers that unsubscribe each other both come to an end")
{
    const auto executor = Executor::shared();
    EventHub hub(*executor);
    std::promise<void> entered[2];
    std::promise<void> left[2];
    std::atomic<std::uint64_t> ids[2] = {0, 0};
    std::shared_future<void> others[2] = {entered[1].get_future().share(), entered[0].get_future().share()};
    for (std::size_t own : {0, 1})
        ids[own] = hub.subscribe(
            [&, own](const Event&)
            {
                entered[own].set_value();
                others[own].wait();
                hub.unsubscribe(ids[1 - own]);
                left[own].set_value();
            });
    hub.publish(numbered(1));
    CHECK(happens(left[0]));
    CHECK(happens(left[1]));
}

TEST_CASE("a full queue merges deltas, captions and levels that come in turn, and the end of a sound is not lost")
{
    const auto executor = Executor::shared();
    EventHub hub(*executor);
    constexpr std::size_t rounds = EventHub::queueCapacity;
    std::promise<void> gate;
    std::promise<void> last;
    std::string text;
    std::string caption;
    std::vector<float> peaks;
    hub.subscribe(
        [&, opened = gate.get_future().share()](const Event& event)
        {
            opened.wait();
            if (const auto* delta = std::get_if<AnswerDelta>(&event))
                text += delta->delta;
            if (const auto* sounding = std::get_if<AnswerCaption>(&event))
                caption += sounding->text;
            if (const auto* level = std::get_if<OutputLevel>(&event))
                peaks.push_back(level->peak);
            if (text.size() == rounds && caption.size() == rounds && peaks.back() <= 0.0F)
                last.set_value();
        });
    for (std::size_t i = 0; i < rounds; ++i)
    {
        hub.publish(AnswerDelta{"r", "i", "x", true});
        hub.publish(AnswerCaption{"r", "i", 0, "y", {}});
        hub.publish(OutputLevel{0.1F, i == rounds - 2 ? 0.9F : 0.2F});
    }
    hub.publish(OutputLevel{});
    gate.set_value();
    CHECK(happens(last));
    CHECK(hub.droppedEvents() == 0);
    CHECK(peaks.back() == 0.0F);
}

TEST_CASE("of levels that a full queue merges the larger one stays")
{
    const auto executor = Executor::shared();
    EventHub hub(*executor);
    std::promise<void> inside;
    std::promise<void> gate;
    std::promise<void> last;
    OutputLevel heard;
    hub.subscribe(
        [&, opened = gate.get_future().share(), count = std::size_t{0}](const Event& event) mutable
        {
            if (++count == 1)
                inside.set_value();
            opened.wait();
            if (const auto* level = std::get_if<OutputLevel>(&event))
                heard = *level;
            if (count == EventHub::queueCapacity + 1)
                last.set_value();
        });
    hub.publish(numbered(0));
    REQUIRE(happens(inside));
    for (std::size_t i = 0; i < EventHub::queueCapacity; ++i)
        hub.publish(OutputLevel{0.1F, 0.1F});
    hub.publish(OutputLevel{0.2F, 0.3F});
    hub.publish(OutputLevel{0.4F, 0.2F});
    gate.set_value();
    REQUIRE(happens(last));
    CHECK(heard.rms == 0.4F);
    CHECK(heard.peak == 0.3F);
    CHECK(hub.droppedEvents() == 0);
}
