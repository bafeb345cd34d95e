// SPDX-License-Identifier: GPL-3.0-or-later
// The built VST3 by its interfaces alone: what hosts without JUCE and Steinberg's validator let it play, automate, save
// and restore.
#include "Plugin/NamedService.h"
#include "Plugin/Vst3/MemoryStream.h"
#include "Plugin/Vst3/ParameterChanges.h"
#include "Plugin/Vst3/Playing.h"
#include "Plugin/Vst3/Words.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace parley::tests;
using namespace parley::tests::vst3;
using namespace Steinberg;
using namespace Steinberg::Vst;

namespace
{

bool isPlayed(const Plugin& plugin, ProcessData& data)
{
    return plugin.processor->process(data) == kResultOk;
}

bool isPlayed(const Plugin& plugin, Block& block)
{
    return isPlayed(plugin, block.data);
}

float* channelOf(std::vector<AudioBusBuffers>& buses, std::size_t bus, std::size_t channel)
{
    return buses.at(bus).channelBuffers32[channel];
}

std::string stateOf(const Plugin& plugin)
{
    MemoryStream stream;
    CHECK(plugin.component->getState(&stream) == kResultOk);
    return stream.content();
}

/// The controller learns how the component stands. JUCE's does, and yet answers kNotImplemented.
void show(const Plugin& plugin, const std::string& state)
{
    MemoryStream stream(state);
    const auto answer = plugin.controller->setComponentState(&stream);
    CHECK((answer == kResultOk || answer == kNotImplemented));
}

void restore(const Plugin& plugin, const std::string& state)
{
    MemoryStream stream(state);
    CHECK(plugin.component->setState(&stream) == kResultOk);
    show(plugin, state);
}

/// These go down by themselves, and no project keeps them.
bool isDeed(const ParameterInfo& parameter)
{
    const auto title = text(parameter.title);
    return title == "Connect" || title == "Talk" || title == "Interrupt" || title == "New Visitor";
}

} // namespace

TEST_CASE("the VST3 plays blocks of every size up to the largest, none among them")
{
    const Module module(PARLEY_VST3_LIBRARY);
    Plugin plugin(module);
    const Playing playing(plugin);
    Block block(*plugin.component);
    std::mt19937 random(19);
    std::uniform_int_distribution<int32> sizes(0, Block::mostFrames);
    for (int round = 0; round < 300; ++round)
    {
        block.data.numSamples = round < 10 ? 0 : round < 20 ? Block::mostFrames : sizes(random);
        INFO(block.data.numSamples << " frames");
        REQUIRE(isPlayed(plugin, block));
        const auto* left = channelOf(block.outputs, 0, 0);
        CHECK(std::all_of(left, left + block.data.numSamples, [](float sample) { return sample == 0.0F; }));
    }
}

TEST_CASE("the VST3 takes automation with no sound: no frames, no buses, no channels")
{
    const Module module(PARLEY_VST3_LIBRARY);
    Plugin plugin(module);
    const Playing playing(plugin);
    const auto before = stateOf(plugin);
    ParameterChanges changes;
    changes.add(plugin.idOf(u"Agent Level"), 0, 0.25);
    ProcessData flush;
    flush.inputParameterChanges = &changes;
    CHECK(isPlayed(plugin, flush));
    CHECK(stateOf(plugin) != before);
    ProcessData withoutBuses;
    withoutBuses.numSamples = 64;
    CHECK(isPlayed(plugin, withoutBuses));
    AudioBusBuffers in;
    AudioBusBuffers out;
    ProcessData withoutChannels;
    withoutChannels.numSamples = 64;
    withoutChannels.numInputs = 1;
    withoutChannels.numOutputs = 1;
    withoutChannels.inputs = &in;
    withoutChannels.outputs = &out;
    CHECK(isPlayed(plugin, withoutChannels));
}

TEST_CASE("the VST3 leaves its input as it was, whatever it is told of silence")
{
    const Module module(PARLEY_VST3_LIBRARY);
    Plugin plugin(module);
    const Playing playing(plugin);
    Block block(*plugin.component);
    for (std::size_t bus = 0; bus < block.inputs.size(); ++bus)
        for (const uint64 flags : {0U, 1U, 2U, 3U})
        {
            block.inputs[bus].silenceFlags = flags;
            auto* const left = channelOf(block.inputs, bus, 0);
            for (int32 frame = 0; frame < block.data.numSamples; ++frame)
                left[frame] = static_cast<float>(frame) / 64.0F;
            CHECK(isPlayed(plugin, block));
            for (int32 frame = 0; frame < block.data.numSamples; ++frame)
                CHECK(left[frame] == static_cast<float>(frame) / 64.0F);
        }
}

TEST_CASE("the VST3's state is read while another thread plays")
{
    const Module module(PARLEY_VST3_LIBRARY);
    Plugin plugin(module);
    const Playing playing(plugin);
    const auto saved = stateOf(plugin);
    std::atomic<bool> isDone{false};
    std::atomic<bool> wasPlayed{true};
    std::thread audio(
        [&]
        {
            Block block(*plugin.component);
            while (!isDone)
                wasPlayed = wasPlayed && isPlayed(plugin, block);
        });
    bool wasSame = true;
    for (int round = 0; round < 50; ++round)
        wasSame = wasSame && stateOf(plugin) == saved;
    isDone = true;
    audio.join();
    CHECK(wasSame);
    CHECK(wasPlayed);
}

TEST_CASE("the VST3 is automated in each frame, every parameter at once, and stands at the last points")
{
    const NamedService none(NamedService::none);
    const Module module(PARLEY_VST3_LIBRARY);
    Plugin plugin(module);
    const Playing playing(plugin);
    Block block(*plugin.component);
    std::mt19937 random(23);
    std::uniform_real_distribution<double> values(0.0, 1.0);
    const auto parameters = plugin.parameters();
    const auto play = [&](bool isLast)
    {
        ParameterChanges changes;
        for (const auto& parameter : parameters)
            for (int32 frame = 0; frame < block.data.numSamples; ++frame)
                changes.add(parameter.id, frame, isLast ? 0.25 : values(random));
        block.data.inputParameterChanges = &changes;
        CHECK(isPlayed(plugin, block));
        block.data.inputParameterChanges = nullptr;
        for (std::size_t channel = 0; channel < 2; ++channel)
            for (int32 frame = 0; frame < block.data.numSamples; ++frame)
                CHECK(std::isfinite(channelOf(block.outputs, 0, channel)[frame]));
    };
    for (int round = 0; round < 60; ++round)
        play(false);
    play(true);
    show(plugin, stateOf(plugin));
    for (const auto& parameter : parameters)
    {
        INFO(text(parameter.title));
        if (!isDeed(parameter))
            CHECK(plugin.controller->getParamNormalized(parameter.id) == Approx(0.25).margin(toleranceOf(parameter)));
    }
}

TEST_CASE("the VST3's state moves from one instance to another, with the bypass and without its deeds")
{
    const NamedService none(NamedService::none);
    const Module module(PARLEY_VST3_LIBRARY);
    const Plugin first(module);
    const Plugin second(module);
    const auto valueOf = [](const ParameterInfo& parameter) { return parameter.stepCount == 1 ? 1.0 : 0.75; };
    for (const auto& parameter : first.parameters())
        CHECK(first.controller->setParamNormalized(parameter.id, valueOf(parameter)) == kResultOk);
    const auto saved = stateOf(first);
    CHECK(stateOf(second) != saved);
    restore(second, saved);
    CHECK(stateOf(second) == saved);
    for (const auto& parameter : second.parameters())
    {
        INFO(text(parameter.title));
        const auto expected = isDeed(parameter) ? 0.0 : valueOf(parameter);
        CHECK(second.controller->getParamNormalized(parameter.id) == Approx(expected).margin(toleranceOf(parameter)));
    }
    CHECK((second.handler.restartFlags() & kParamValuesChanged) != 0);
}
