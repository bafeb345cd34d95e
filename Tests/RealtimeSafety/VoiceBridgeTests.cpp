// SPDX-License-Identifier: Apache-2.0
// The bridge's audio function, while a real session speaks, listens, is interrupted and ends behind it.
#include "Bridge/VoiceBridge.h"
#include "Support/RealtimeGuard.h"

#include <catch2/catch.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <thread>

using namespace parley;
using namespace parley::bridge;
using namespace parley::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace
{

/// 10 ms of stereo at 48 kHz, in place.
class Block
{
public:
    explicit Block(VoiceBridge& processed)
        : bridge(processed)
    {
    }

    void process(int frames = 480)
    {
        const std::array<const float*, 2> in{left.data(), right.data()};
        const std::array<float*, 2> out{left.data(), right.data()};
        bridge.process(in.data(), 2, out.data(), 2, frames);
        for (int i = 0; i < frames; ++i)
            if (left[static_cast<std::size_t>(i)] != 0.0F)
                sounding.fetch_add(1, std::memory_order_relaxed);
        left.fill(0.01F);
        right.fill(-0.01F);
    }

    /// Paced by looking at the clock: waiting would be a system call.
    void processFor(Clock::duration time)
    {
        auto due = Clock::now();
        for (const auto end = due + time; due < end;)
        {
            process();
            due += 10ms;
            while (Clock::now() < due)
                continue;
        }
    }

    std::atomic<int> sounding{0};

private:
    VoiceBridge& bridge;
    std::array<float, 4096> left{};
    std::array<float, 4096> right{};
};

} // namespace

TEST_CASE("the bridge keeps the rules of the audio thread while the agent speaks, is interrupted and leaves")
{
    ::setenv("PARLEY_SERVICE", PARLEY_COMMAND, 1);
    VoiceBridge bridge;
    bridge.prepare(48000);
    Block block(bridge);
    bridge.connect({});
    bridge.sendText("one two three four five six seven eight nine ten eleven twelve thirteen fourteen");
    // What a person does meanwhile, on a thread that may wait.
    std::thread person(
        [&]
        {
            for (int i = 0; i < 1000 && block.sounding < 24000; ++i)
                std::this_thread::sleep_for(10ms);
            bridge.interrupt();
            std::this_thread::sleep_for(200ms);
            bridge.disconnect();
        });
    const auto report = runUnderRealtimeRules([&] { block.process(); },
                                              [&]
                                              {
                                                  for (int i = 0; i < 1000 && block.sounding < 24000; ++i)
                                                      block.processFor(10ms);
                                                  block.processFor(400ms);
                                                  for (const int frames : {0, 1, 7, 2048, 4096})
                                                      block.process(frames);
                                              });
    person.join();
    INFO(report.describe());
    CHECK(report.isClean());
    CHECK(report.watchesSystemCalls);
    CHECK(block.sounding >= 24000);
}

TEST_CASE("the bridge keeps the rules of the audio thread with no channels, null channels and no session")
{
    VoiceBridge bridge;
    const std::array<float*, 2> nothing{nullptr, nullptr};
    const auto report = runUnderRealtimeRules([&] { bridge.process(nullptr, 0, nullptr, 0, 480); },
                                              [&]
                                              {
                                                  bridge.process(nullptr, 0, nullptr, 0, 480);
                                                  bridge.process(nothing.data(), 2, nothing.data(), 2, 480);
                                                  bridge.process(nothing.data(), 2, nothing.data(), 2, -5);
                                              });
    INFO(report.describe());
    CHECK(report.isClean());
}
