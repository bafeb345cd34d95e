// SPDX-License-Identifier: GPL-3.0-or-later
// The processor's audio function under the audio thread's rules, idle and with a real session behind it.
#include "Plugin/Instance.h"
#include "Plugin/ProcessResources.h"
#include "Support/RealtimeGuard.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <cstdlib>

using namespace std::chrono_literals;
using parley::test::runUnderRealtimeRules;
using parley::tests::becomesTrue;
using parley::tests::Instance;
using Clock = std::chrono::steady_clock;

namespace
{

constexpr int blockFrames = 480;

/// Stereo blocks of 10 ms, made before the rules apply.
class Blocks
{
public:
    explicit Blocks(Instance& processed)
        : instance(processed)
    {
        instance->setRateAndBufferSizeDetails(48000.0, blockFrames);
        instance->prepareToPlay(48000.0, blockFrames);
    }

    void process()
    {
        juce::AudioBuffer<float> part(buffer.getArrayOfWritePointers(), 2, blockFrames);
        instance->processBlock(part, midi);
        for (int frame = 0; frame < blockFrames; ++frame)
            if (part.getSample(0, frame) != 0.0F)
                sounding.fetch_add(1, std::memory_order_relaxed);
        part.clear();
    }

    /// Paced by looking at the clock: waiting would be a system call.
    void processUntil(Clock::time_point end, int soundingFrames)
    {
        for (auto due = Clock::now(); due < end && sounding < soundingFrames; due += 10ms)
        {
            while (Clock::now() < due)
                continue;
            process();
        }
    }

    std::atomic<int> sounding{0};

private:
    Instance& instance;
    juce::AudioBuffer<float> buffer{2, blockFrames};
    juce::MidiBuffer midi;
};

} // namespace

TEST_CASE("an idle instance keeps the rules of the audio thread: plain, muted, bypassed, offline")
{
    Instance instance;
    Blocks blocks(instance);
    juce::AudioBuffer<float> buffer(2, blockFrames);
    juce::MidiBuffer midi;
    for (const bool isMuted : {false, true})
    {
        instance->parameters().mute.setValueNotifyingHost(isMuted ? 1.0F : 0.0F);
        const auto report = runUnderRealtimeRules([&] { blocks.process(); },
                                                  [&]
                                                  {
                                                      for (int i = 0; i < 100; ++i)
                                                          blocks.process();
                                                      instance->processBlockBypassed(buffer, midi);
                                                      instance->setNonRealtime(true);
                                                      blocks.process();
                                                      instance->setNonRealtime(false);
                                                  });
        INFO(report.describe());
        CHECK(report.isClean());
        CHECK(report.watchesSystemCalls);
    }
}

TEST_CASE("an instance keeps the rules of the audio thread while it connects and the agent speaks")
{
    setenv("PARLEY_SERVICE", PARLEY_COMMAND, 1);
    Instance instance;
    Blocks blocks(instance);
    instance->parameters().connect.setValueNotifyingHost(1.0F);
    REQUIRE(becomesTrue(
        [&] { return instance->voiceBridge().status().state == parley::realtime::ConnectionState::ready; }, 20000));
    instance->voiceBridge().sendText("one two three four five six seven");
    const auto report =
        runUnderRealtimeRules([&] { blocks.process(); }, [&] { blocks.processUntil(Clock::now() + 15s, 48000); });
    INFO(report.describe());
    CHECK(report.isClean());
    CHECK(blocks.sounding >= 48000);
    unsetenv("PARLEY_SERVICE");
}
