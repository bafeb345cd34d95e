// SPDX-License-Identifier: GPL-3.0-or-later
// The built VST3 under the audio thread's rules, through JUCE's wrapper, as a host loads it.
#include "Plugin/MessageThread.h"
#include "Support/RealtimeGuard.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdlib>
#include <memory>

using namespace std::chrono_literals;
using parley::test::runUnderRealtimeRules;
using parley::tests::onMessageThread;
using Clock = std::chrono::steady_clock;

namespace
{

constexpr int blockFrames = 480;

/// Null where it cannot be loaded.
std::unique_ptr<juce::AudioPluginInstance> loadBuiltPlugin()
{
    std::unique_ptr<juce::AudioPluginInstance> plugin;
    onMessageThread(
        [&]
        {
            juce::VST3PluginFormat format;
            juce::OwnedArray<juce::PluginDescription> types;
            format.findAllTypesForFile(types, PARLEY_VST3);
            juce::String problem;
            if (!types.isEmpty())
                plugin = format.createInstanceFromDescription(*types.getFirst(), 48000.0, blockFrames, problem);
            if (plugin != nullptr)
                plugin->prepareToPlay(48000.0, blockFrames);
        });
    return plugin;
}

void setSwitch(juce::AudioPluginInstance& plugin, const juce::String& name, bool isOn)
{
    for (auto* parameter : plugin.getParameters())
        if (parameter->getName(64) == name)
            parameter->setValueNotifyingHost(isOn ? 1.0F : 0.0F);
}

} // namespace

TEST_CASE("through the VST3 wrapper the audio thread waits for no lock, and Parley adds nothing to what JUCE does")
{
    setenv("PARLEY_SERVICE", PARLEY_COMMAND, 1);
    auto plugin = loadBuiltPlugin();
    REQUIRE(plugin != nullptr);
    juce::AudioBuffer<float> buffer(juce::jmax(plugin->getTotalNumInputChannels(), plugin->getTotalNumOutputChannels()),
                                    blockFrames);
    juce::MidiBuffer midi;
    // Before the first block a switch is no deed.
    plugin->processBlock(buffer, midi);
    onMessageThread([&] { setSwitch(*plugin, "Connect", true); });
    std::size_t blocks = 0;
    const auto processFor = [&](Clock::duration time)
    {
        const auto end = Clock::now() + time;
        for (auto due = Clock::now(); due < end; due += 10ms)
        {
            while (Clock::now() < due)
                continue;
            plugin->processBlock(buffer, midi);
            ++blocks;
        }
    };
    const auto report = runUnderRealtimeRules(
        [&]
        {
            processFor(200ms);
            blocks = 0;
        },
        [&] { processFor(2s); });
    const auto inputs = static_cast<std::size_t>(plugin->getBusCount(true));
    onMessageThread(
        [&]
        {
            plugin->releaseResources();
            plugin.reset();
        });
    unsetenv("PARLEY_SERVICE");
    INFO(report.describe());
    // JUCE 7.0.5 copies the channel map of each input bus, a vector, in each block (ClientBufferMapperData).
    CHECK(report.allocations <= 2 * inputs * blocks);
    // Its two sides take four locks of their own in each block.
    CHECK(report.locks <= 8 * blocks);
    // A lock that somebody else holds is waited for in the kernel.
    CHECK(report.systemCalls == 0);
}
