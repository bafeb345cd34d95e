// SPDX-License-Identifier: GPL-3.0-or-later
// The built bundles in JUCE's own hosting classes: what a host is told of them, and that both formats are the same
// plugin.
#include "Plugin/BuiltPlugin.h"
#include "Plugin/NamedService.h"

#include <catch2/catch.hpp>

#include <vector>

using namespace parley::tests;

namespace
{

/// What validators move: the bypass is the host's own.
std::vector<juce::AudioProcessorParameter*> automated(juce::AudioPluginInstance& plugin)
{
    std::vector<juce::AudioProcessorParameter*> parameters;
    for (auto* parameter : plugin.getParameters())
        if (parameter->isAutomatable() && parameter != plugin.getBypassParameter())
            parameters.push_back(parameter);
    return parameters;
}

} // namespace

TEST_CASE("hosts are told name, maker, version and kind of the VST3, and its buses")
{
    const auto loaded = loadVst3();
    CHECK(loaded->description.name == "Parley");
    CHECK(loaded->description.manufacturerName == "Parley");
    CHECK(loaded->description.version == PARLEY_VERSION);
    CHECK(loaded->description.category.contains("Fx"));
    CHECK_FALSE(loaded->description.isInstrument);
    auto& plugin = *loaded->plugin;
    REQUIRE(plugin.getBusCount(true) == 2);
    REQUIRE(plugin.getBusCount(false) == 2);
    CHECK(plugin.getBus(true, 0)->isEnabledByDefault());
    CHECK_FALSE(plugin.getBus(true, 1)->isEnabledByDefault());
    CHECK_FALSE(plugin.getBus(false, 1)->isEnabledByDefault());
    CHECK(plugin.getBus(true, 1)->getName() == "Loudspeakers");
    CHECK(plugin.getBus(false, 1)->getName() == "Agent");
    CHECK(plugin.producesMidi());
    CHECK_FALSE(plugin.acceptsMidi());
    CHECK(plugin.getLatencySamples() == 0);
}

TEST_CASE("hosts are told name, maker and address of the LV2")
{
    const auto loaded = loadLv2();
    CHECK(loaded->description.name == "Parley");
    CHECK(loaded->description.manufacturerName == "Parley");
    CHECK(loaded->description.fileOrIdentifier == lv2Uri);
    CHECK(loaded->plugin->getLatencySamples() == 0);
}

TEST_CASE("an LV2 host may leave the optional buses open, or connect them")
{
    const auto loaded = loadLv2();
    auto& plugin = *loaded->plugin;
    onMessageThread(
        [&]
        {
            for (const bool isConnected : {false, true})
            {
                INFO((isConnected ? "connected" : "open"));
                // JUCE's host gives no memory to the ports of a bus that is off.
                REQUIRE((isConnected ? plugin.enableAllBuses() : plugin.disableNonMainBuses()));
                CHECK(plugin.getTotalNumInputChannels() == (isConnected ? 4 : 2));
                plugin.prepareToPlay(48000.0, 512);
                juce::AudioBuffer<float> buffer(4, 512);
                juce::MidiBuffer midi;
                for (int block = 0; block < 4; ++block)
                {
                    buffer.clear();
                    buffer.setSample(0, 0, 0.5F);
                    plugin.processBlock(buffer, midi);
                    CHECK(buffer.getMagnitude(0, 512) == 0.0F);
                }
                plugin.releaseResources();
            }
        });
}

TEST_CASE("each format has all parameters, with their units")
{
    for (const auto& loaded : {loadVst3(), loadLv2()})
    {
        INFO(loaded->description.pluginFormatName);
        for (const auto* name : {"Connect",      "Talk",       "Mute Mic",      "Mute Agent",      "Interrupt",
                                 "New Visitor",  "Input Gain", "Agent Level",   "Dry Level",       "Ducking",
                                 "Turn Mode",    "Eagerness",  "VAD Threshold", "Silence",         "Prefix Padding",
                                 "Idle Timeout", "Barge-in",   "Echo Mode",     "Noise Reduction", "Speed"})
        {
            INFO(name);
            CHECK(loaded->find(name) != nullptr);
        }
    }
    const auto vst3 = loadVst3();
    CHECK(vst3->find("Silence")->getLabel() == "ms");
    CHECK(vst3->find("Agent Level")->getLabel() == "dB");
    CHECK(vst3->find("Idle Timeout")->getLabel() == "s");
}

TEST_CASE("each format plays, saves and restores in a host, and connects nothing by it")
{
    for (const auto& loaded : {loadVst3(), loadLv2()})
    {
        INFO(loaded->description.pluginFormatName);
        auto& plugin = *loaded->plugin;
        juce::MemoryBlock saved;
        onMessageThread(
            [&]
            {
                plugin.prepareToPlay(48000.0, 512);
                auto buffer = loaded->buffer(512);
                juce::MidiBuffer midi;
                loaded->find("Agent Level")->setValueNotifyingHost(0.5F);
                loaded->find("Connect")->setValueNotifyingHost(1.0F);
                for (int block = 0; block < 4; ++block)
                {
                    buffer.clear();
                    plugin.processBlock(buffer, midi);
                }
                CHECK(buffer.getMagnitude(0, 512) == 0.0F);
                plugin.getStateInformation(saved);
                loaded->find("Agent Level")->setValueNotifyingHost(0.9F);
                plugin.processBlock(buffer, midi);
                plugin.setStateInformation(saved.getData(), static_cast<int>(saved.getSize()));
                plugin.processBlock(buffer, midi);
                CHECK(loaded->find("Agent Level")->getValue() == Approx(0.5F).margin(0.001));
            });
        // The switch that was up before the first block is shown to be down again. JUCE's VST3 host asks the plugin how
        // its parameters stand when a state is restored, and only then; the state itself says nothing of Connect.
        CHECK(becomesTrue(
            [&]
            {
                auto buffer = loaded->buffer(512);
                juce::MidiBuffer midi;
                plugin.processBlock(buffer, midi);
                plugin.setStateInformation(saved.getData(), static_cast<int>(saved.getSize()));
                return loaded->find("Connect")->getValue() == 0.0F;
            }));
        onMessageThread([&] { plugin.releaseResources(); });
    }
}

TEST_CASE("a VST3's state brings back each parameter, whenever and wherever it was moved")
{
    const NamedService none(NamedService::none);
    const auto loaded = loadVst3();
    const auto parameters = automated(*loaded->plugin);
    REQUIRE_FALSE(parameters.empty());
    loaded->prepare(48000.0, 512);
    // From the first block on a switch that goes up is a deed.
    auto buffer = loaded->buffer(512);
    juce::MidiBuffer midi;
    loaded->plugin->processBlock(buffer, midi);
    const int seed = GENERATE(1, 2, 3, 5, 8, 13);
    INFO("seed " << seed);
    juce::Random random(seed);
    const auto saved = loaded->state();
    for (auto* parameter : parameters)
        parameter->setValue(random.nextFloat());
    loaded->restore(saved);
    for (auto* parameter : parameters)
    {
        INFO(parameter->getName(64));
        const float before = parameter->getValue();
        parameter->setValue(random.nextFloat());
        loaded->restore(saved);
        CHECK(parameter->getValue() == Approx(before).margin(0.1));
    }
    CHECK(loaded->state() == saved);
}

TEST_CASE("several instances of the built plugin live side by side and go in any order")
{
    auto first = loadVst3();
    auto second = loadVst3();
    const auto third = loadLv2();
    first.reset();
    auto fourth = loadVst3();
    second.reset();
    CHECK(fourth->plugin->getName() == "Parley");
    CHECK(third->plugin->getName() == "Parley");
}
