// SPDX-License-Identifier: GPL-3.0-or-later
// The processor's audio function under the audio thread's rules, idle and with a real session behind it.
#include "Plugin/Instance.h"
#include "Plugin/NamedService.h"
#include "Plugin/Track.h"
#include "Support/RealtimeGuard.h"
#include "Support/SpeakingService.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>

using namespace std::chrono_literals;
using parley::test::runUnderRealtimeRules;
using parley::tests::becomesTrue;
using parley::tests::Instance;
using parley::tests::NamedService;
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
        midi.ensureSize(parley::plugin::MidiOut::mostBytes);
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
    const NamedService built(PARLEY_COMMAND);
    Instance instance;
    Blocks blocks(instance);
    instance->control().connect();
    REQUIRE(becomesTrue(
        [&] { return instance->voiceBridge().status().state == parley::realtime::ConnectionState::ready; }, 20000));
    instance->voiceBridge().sendText("one two three four five six seven");
    const auto report =
        runUnderRealtimeRules([&] { blocks.process(); }, [&] { blocks.processUntil(Clock::now() + 15s, 48000); });
    INFO(report.describe());
    CHECK(report.isClean());
    CHECK(blocks.sounding >= 48000);
}

TEST_CASE("an instance keeps the rules of the audio thread whatever the host does while the agent speaks")
{
    const parley::test::SpeakingService service({20ms, 10ms, 5000});
    Instance instance;
    Blocks blocks(instance);
    auto settings = instance->state().settings();
    settings.provider = {parley::bridge::Provider::custom, service.url(), "any"};
    REQUIRE(instance->state().setSettings(settings));
    instance->control().connect();
    juce::AudioBuffer<float> buffer(2, 8192);
    juce::MidiBuffer midi;
    REQUIRE(becomesTrue(
        [&]
        {
            blocks.process();
            return blocks.sounding >= blockFrames;
        },
        20000));
    for (const double rate : {48000.0, 44100.0, 192000.0})
    {
        const auto report = runUnderRealtimeRules([&] { instance->prepareToPlay(rate, blockFrames); },
                                                  [&]
                                                  {
                                                      blocks.processUntil(Clock::now() + 100ms, 4800000);
                                                      instance->processBlockBypassed(buffer, midi);
                                                      instance->setNonRealtime(true);
                                                      blocks.processUntil(Clock::now() + 50ms, 4800000);
                                                      instance->setNonRealtime(false);
                                                      instance->processBlock(buffer, midi);
                                                      blocks.processUntil(Clock::now() + 50ms, 4800000);
                                                  });
        INFO(report.describe());
        CHECK(report.isClean());
    }
}

TEST_CASE(
    "an instance keeps the rules of the audio thread with MIDI, the agent's own output, the dry input and ducking")
{
    const parley::test::SpeakingService service({20ms, 10ms, 5000});
    Instance instance;
    REQUIRE(instance->setBusesLayout(parley::tests::layoutOf(2, 2, 2, 2)));
    instance->setRateAndBufferSizeDetails(48000.0, blockFrames);
    instance->prepareToPlay(48000.0, blockFrames);
    auto settings = instance->state().settings();
    settings.provider = {parley::bridge::Provider::custom, service.url(), "any"};
    settings.midi.isOn = true;
    REQUIRE(instance->state().setSettings(settings));
    auto& dry = instance->parameters().dryLevelDb;
    dry.setValueNotifyingHost(dry.convertTo0to1(0.0F));
    instance->control().connect();

    juce::AudioBuffer<float> buffer(4, blockFrames);
    juce::MidiBuffer midi;
    midi.ensureSize(parley::plugin::MidiOut::mostBytes);
    std::atomic<int> sounding{0};
    std::atomic<int> messages{0};
    const auto process = [&]
    {
        for (int channel = 0; channel < 4; ++channel)
            juce::FloatVectorOperations::fill(buffer.getWritePointer(channel), 0.25F, blockFrames);
        instance->processBlock(buffer, midi);
        sounding += buffer.getSample(2, blockFrames / 2) != 0.0F ? 1 : 0;
        messages += midi.getNumEvents();
    };
    const auto processUntil = [&](Clock::time_point end)
    {
        for (auto due = Clock::now(); due < end && (sounding < 50 || messages < 3); due += 10ms)
        {
            while (Clock::now() < due)
                continue;
            process();
        }
    };
    const auto report = runUnderRealtimeRules(process, [&] { processUntil(Clock::now() + 15s); });
    INFO(report.describe());
    CHECK(report.isClean());
    CHECK(sounding >= 50);
    CHECK(messages >= 3);
}
