// SPDX-License-Identifier: GPL-3.0-or-later
// The built bundles in JUCE's own hosting classes: what a host is told of them, and that both formats are the same
// plugin.
#include "Plugin/MessageThread.h"

#include <catch2/catch.hpp>

#include <memory>

using namespace parley::tests;

namespace
{

constexpr const char* lv2Uri = "https://parley.example/plugins/parley";

struct Loaded
{
    juce::PluginDescription description;
    std::unique_ptr<juce::AudioPluginInstance> plugin;
    std::unique_ptr<juce::AudioPluginFormat> format; ///< The LV2 format owns the world its plugins live in.
    ~Loaded()
    {
        onMessageThread([this] { plugin.reset(); });
    }
};

template <typename Format>
std::unique_ptr<Loaded> load(const juce::String& file)
{
    auto loaded = std::make_unique<Loaded>();
    onMessageThread(
        [&]
        {
            auto format = std::make_unique<Format>();
            juce::OwnedArray<juce::PluginDescription> types;
            format->searchPathsForPlugins(
                juce::FileSearchPath{juce::File{juce::String(PARLEY_LV2)}.getParentDirectory().getFullPathName()},
                false, false);
            format->findAllTypesForFile(types, file);
            juce::String problem;
            if (!types.isEmpty())
            {
                loaded->description = *types.getFirst();
                loaded->plugin = format->createInstanceFromDescription(*types.getFirst(), 48000.0, 512, problem);
            }
            loaded->format = std::move(format);
            INFO(problem);
            REQUIRE(loaded->plugin != nullptr);
        });
    return loaded;
}

std::unique_ptr<Loaded> loadVst3()
{
    return load<juce::VST3PluginFormat>(PARLEY_VST3);
}

std::unique_ptr<Loaded> loadLv2()
{
    return load<juce::LV2PluginFormat>(lv2Uri);
}

juce::AudioProcessorParameter* find(juce::AudioPluginInstance& plugin, const juce::String& name)
{
    for (auto* parameter : plugin.getParameters())
        if (parameter->getName(64) == name)
            return parameter;
    return nullptr;
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
            CHECK(find(*loaded->plugin, name) != nullptr);
        }
    }
    const auto vst3 = loadVst3();
    CHECK(find(*vst3->plugin, "Silence")->getLabel() == "ms");
    CHECK(find(*vst3->plugin, "Agent Level")->getLabel() == "dB");
    CHECK(find(*vst3->plugin, "Idle Timeout")->getLabel() == "s");
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
                juce::AudioBuffer<float> buffer(
                    juce::jmax(plugin.getTotalNumInputChannels(), plugin.getTotalNumOutputChannels()), 512);
                juce::MidiBuffer midi;
                find(plugin, "Agent Level")->setValueNotifyingHost(0.5F);
                find(plugin, "Connect")->setValueNotifyingHost(1.0F);
                for (int block = 0; block < 4; ++block)
                {
                    buffer.clear();
                    plugin.processBlock(buffer, midi);
                }
                CHECK(buffer.getMagnitude(0, 512) == 0.0F);
                plugin.getStateInformation(saved);
                find(plugin, "Agent Level")->setValueNotifyingHost(0.9F);
                plugin.processBlock(buffer, midi);
                plugin.setStateInformation(saved.getData(), static_cast<int>(saved.getSize()));
                plugin.processBlock(buffer, midi);
                CHECK(find(plugin, "Agent Level")->getValue() == Approx(0.5F).margin(0.001));
            });
        // The switch that was up before the first block is shown to be down again. JUCE's VST3 host asks the plugin how
        // its parameters stand when a state is restored, and only then; the state itself says nothing of Connect.
        CHECK(becomesTrue(
            [&]
            {
                juce::AudioBuffer<float> buffer(
                    juce::jmax(plugin.getTotalNumInputChannels(), plugin.getTotalNumOutputChannels()), 512);
                juce::MidiBuffer midi;
                plugin.processBlock(buffer, midi);
                plugin.setStateInformation(saved.getData(), static_cast<int>(saved.getSize()));
                return find(plugin, "Connect")->getValue() == 0.0F;
            }));
        onMessageThread([&] { plugin.releaseResources(); });
    }
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
