// SPDX-License-Identifier: Apache-2.0
// A bridge with a session that speaks, in a host that goes offline and comes back.
#include "Bridge/VoiceBridge.h"
#include "Support/SpeakingService.h"

#include <catch2/catch.hpp>

#include <array>
#include <atomic>
#include <mutex>
#include <thread>

using namespace parley;
using namespace parley::bridge;
using namespace parley::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace
{

/// Blocks of 10 ms at 48 kHz, as fast as the test wants them.
struct Studio
{
    SpeakingService service;
    VoiceBridge bridge;
    std::atomic<int> warnings{0};
    std::atomic<bool> isAnswered{false};
    std::atomic<bool> hasBegun{false};
    std::mutex mutex;
    std::chrono::microseconds wireToOutput{0};
    Clock::time_point toldAt;
    int sounding = 0;

    explicit Studio(const SpeechPace& pace)
        : service(pace)
    {
        bridge.prepare(48000);
        bridge.subscribe([this](const realtime::Event& event) { observe(event); });
        ConnectSettings settings;
        settings.provider.provider = Provider::custom;
        settings.provider.url = service.url();
        bridge.connect(settings);
    }

    void observe(const realtime::Event& event)
    {
        if (const auto* warning = std::get_if<realtime::Warning>(&event); warning != nullptr)
            warnings += warning->error.where == "offline" ? 1 : 0;
        isAnswered = isAnswered || std::holds_alternative<realtime::TurnEnded>(event);
        if (const auto* started = std::get_if<realtime::PlaybackStarted>(&event); started != nullptr && !hasBegun)
        {
            const std::scoped_lock lock(mutex);
            wireToOutput = started->wireToOutput;
            toldAt = Clock::now();
            hasBegun = true;
        }
    }

    void process()
    {
        std::array<float, 480> frames{};
        const float* const in = frames.data();
        float* const out = frames.data();
        bridge.process(&in, 1, &out, 1, 480);
        for (const auto frame : frames)
            sounding += frame != 0.0F ? 1 : 0;
    }

    template <typename Condition>
    bool playUntil(Condition isDone)
    {
        for (auto due = Clock::now(), end = due + 20s; due < end && !isDone(); due += 10ms)
        {
            process();
            std::this_thread::sleep_until(due);
        }
        return isDone();
    }
};

} // namespace

TEST_CASE("offline the agent waits, a warning tells so once, and its answer is heard when real time goes on")
{
    Studio studio({100ms, 1ms, 10});
    studio.bridge.setOffline(true);
    CHECK(studio.playUntil([&] { return studio.warnings > 0 && studio.isAnswered; }));
    const auto end = Clock::now() + 300ms;
    CHECK(studio.playUntil([&] { return Clock::now() > end; }));
    CHECK(studio.sounding == 0);
    CHECK(studio.warnings == 1);

    const auto resumed = Clock::now();
    studio.bridge.setOffline(false);
    CHECK(studio.playUntil([&] { return studio.sounding > 47000 && studio.hasBegun; }));
    CHECK(studio.warnings == 1);
    const std::scoped_lock lock(studio.mutex);
    // Not from its arrival: the time in which the host was offline is nobody's delay.
    CHECK(studio.wireToOutput <= studio.toldAt - resumed);
}
