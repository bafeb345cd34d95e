// SPDX-License-Identifier: GPL-3.0-or-later
// The built VST3 by its interfaces alone, as hosts without JUCE and Steinberg's validator meet it: what it is, how it
// begins and ends, its buses and its parameters.
#include "Plugin/NamedService.h"
#include "Plugin/Vst3/Playing.h"
#include "Plugin/Vst3/Words.h"

#include <catch2/catch.hpp>

#include <array>
#include <cstdlib>
#include <pluginterfaces/vst/vstspeaker.h>
#include <set>
#include <string>

using namespace parley::tests::vst3;
using parley::tests::NamedService;
using namespace Steinberg;
using namespace Steinberg::Vst;

namespace
{

PClassInfo2 classAt(const Module& module, int32 index)
{
    PClassInfo2 info{};
    const auto factory = ask<IPluginFactory2>(module.factory(), IPluginFactory2_iid);
    CHECK(factory->getClassInfo2(index, &info) == kResultOk);
    return info;
}

BusInfo busAt(const Plugin& plugin, MediaType media, BusDirection direction, int32 index)
{
    BusInfo info{};
    CHECK(plugin.component->getBusInfo(media, direction, index, info) == kResultOk);
    return info;
}

SpeakerArrangement arrangementOf(const Plugin& plugin, BusDirection direction, int32 bus)
{
    SpeakerArrangement arrangement = SpeakerArr::kEmpty;
    CHECK(plugin.processor->getBusArrangement(direction, bus, arrangement) == kResultOk);
    return arrangement;
}

/// The same for both buses of a direction.
bool arrange(const Plugin& plugin, SpeakerArrangement in, SpeakerArrangement out)
{
    std::array<SpeakerArrangement, 2> ins{in, in};
    std::array<SpeakerArrangement, 2> outs{out, out};
    return plugin.processor->setBusArrangements(ins.data(), 2, outs.data(), 2) == kResultTrue;
}

} // namespace

TEST_CASE("the VST3's factory names maker, address, version and kind, and makes nothing else")
{
    const Module module(PARLEY_VST3_LIBRARY);
    PFactoryInfo maker{};
    REQUIRE(module.factory().getFactoryInfo(&maker) == kResultOk);
    CHECK(std::string(maker.vendor) == "Parley");
    CHECK(std::string(maker.url) == "https://parley.example");
    REQUIRE(module.factory().countClasses() == 2);
    const auto effect = classAt(module, 0);
    CHECK(std::string(effect.category) == kVstAudioEffectClass);
    CHECK(std::string(effect.name) == "Parley");
    CHECK(std::string(effect.subCategories) == "Fx|Vocals|Network|OnlyRT");
    CHECK(std::string(effect.version) == PARLEY_VERSION);
    CHECK(effect.cardinality == PClassInfo::kManyInstances);
    const auto controller = classAt(module, 1);
    CHECK(std::string(controller.category) == kVstComponentControllerClass);
    CHECK_FALSE(isSame(effect.cid, controller.cid));
    TUID named{};
    CHECK(makeComponent(module)->getControllerClassId(named) == kResultOk);
    CHECK(isSame(named, controller.cid));
    void* object = nullptr;
    CHECK(module.factory().createInstance(IComponent_iid, IComponent_iid, &object) != kResultOk);
    CHECK(object == nullptr);
}

TEST_CASE("each half of the VST3 begins, ends and begins again")
{
    const Module module(PARLEY_VST3_LIBRARY);
    HostApplication application;
    const auto component = makeComponent(module);
    const auto controller = makeController(module, *component);
    const auto check = [&](IPluginBase& half)
    {
        CHECK(half.initialize(&application) == kResultOk);
        CHECK(half.terminate() == kResultOk);
        CHECK(half.initialize(&application) == kResultOk);
        CHECK(half.terminate() == kResultOk);
    };
    check(*component);
    check(*controller);
}

TEST_CASE("the VST3 goes through its states in their order, again and again")
{
    const Module module(PARLEY_VST3_LIBRARY);
    Plugin plugin(module);
    for (int round = 0; round < 3; ++round)
    {
        auto setup = Playing::setupOf(kSample32);
        CHECK(plugin.processor->setupProcessing(setup) == kResultOk);
        CHECK(plugin.component->setActive(true) == kResultOk);
        CHECK(plugin.component->setActive(false) == kResultOk);
        CHECK(plugin.component->terminate() == kResultOk);
        CHECK(plugin.component->initialize(&plugin.application) == kResultOk);
    }
    const Playing playing(plugin);
    Block block(*plugin.component);
    CHECK(plugin.processor->process(block.data) == kResultOk);
}

TEST_CASE("the VST3 is unloaded while its local service runs, and neither a process nor a page of it is left")
{
    const NamedService service(PARLEY_COMMAND);
    CHECK(std::system("'" PARLEY_VST3_LOAD_UNLOAD "' '" PARLEY_VST3_LIBRARY "'") == 0);
}

TEST_CASE("the VST3 plays in 32 bits alone, without latency, and its tail has no end")
{
    const Module module(PARLEY_VST3_LIBRARY);
    Plugin plugin(module);
    CHECK(plugin.processor->canProcessSampleSize(kSample32) == kResultTrue);
    CHECK(plugin.processor->canProcessSampleSize(kSample64) == kResultFalse);
    auto setup = Playing::setupOf(kSample64);
    CHECK(plugin.processor->setupProcessing(setup) == kResultFalse);
    const Playing playing(plugin);
    CHECK(plugin.processor->getLatencySamples() == 0);
    CHECK(plugin.processor->getTailSamples() == kInfiniteTail);
}

TEST_CASE("the VST3 has two buses each way and MIDI out, and knows no others")
{
    const Module module(PARLEY_VST3_LIBRARY);
    const Plugin plugin(module);
    auto& component = *plugin.component;
    for (const auto direction : {kInput, kOutput})
    {
        REQUIRE(component.getBusCount(kAudio, direction) == 2);
        CHECK(busAt(plugin, kAudio, direction, 0).busType == kMain);
        CHECK(busAt(plugin, kAudio, direction, 0).flags == BusInfo::kDefaultActive);
        CHECK(busAt(plugin, kAudio, direction, 1).busType == kAux);
        CHECK(busAt(plugin, kAudio, direction, 1).flags == 0);
    }
    CHECK(text(busAt(plugin, kAudio, kInput, 1).name) == "Loudspeakers");
    CHECK(text(busAt(plugin, kAudio, kOutput, 1).name) == "Agent");
    CHECK(component.getBusCount(kEvent, kInput) == 0);
    REQUIRE(component.getBusCount(kEvent, kOutput) == 1);
    CHECK(busAt(plugin, kEvent, kOutput, 0).channelCount == 16);
    for (const auto media : {kAudio, kEvent})
        for (const auto direction : {kInput, kOutput})
            for (const auto index : {-1, 2, 99})
            {
                BusInfo info{};
                CHECK(component.getBusInfo(media, direction, index, info) != kResultOk);
                CHECK(info.channelCount == 0);
                CHECK(component.activateBus(media, direction, index, true) != kResultOk);
            }
}

TEST_CASE("each bus of the VST3 goes on and off")
{
    const Module module(PARLEY_VST3_LIBRARY);
    const Plugin plugin(module);
    for (const auto media : {kAudio, kEvent})
        for (const auto direction : {kInput, kOutput})
            for (int32 bus = 0; bus < plugin.component->getBusCount(media, direction); ++bus)
                for (const bool isOn : {true, false, true, false})
                    CHECK(plugin.component->activateBus(media, direction, bus, isOn) == kResultOk);
}

TEST_CASE("the VST3 takes mono and stereo on each bus, and after what it refuses its buses are told as they are")
{
    const Module module(PARLEY_VST3_LIBRARY);
    Plugin plugin(module);
    const auto isTaken = [](SpeakerArrangement one) { return one == SpeakerArr::kMono || one == SpeakerArr::kStereo; };
    for (const auto in : {SpeakerArr::kMono, SpeakerArr::kStereo, SpeakerArr::kStereoSurround, SpeakerArr::k51})
        for (const auto out : {SpeakerArr::kMono, SpeakerArr::kStereo, SpeakerArr::k40Music, SpeakerArr::k51})
        {
            INFO("speakers " << in << " in, " << out << " out");
            CHECK(arrange(plugin, in, out) == (isTaken(in) && isTaken(out)));
            for (const auto direction : {kInput, kOutput})
                for (const int32 bus : {0, 1})
                {
                    const auto told = arrangementOf(plugin, direction, bus);
                    CHECK(isTaken(told));
                    CHECK(SpeakerArr::getChannelCount(told) == busAt(plugin, kAudio, direction, bus).channelCount);
                    if (isTaken(in) && isTaken(out))
                        CHECK(told == (direction == kInput ? in : out));
                    plugin.component->activateBus(kAudio, direction, bus, true);
                }
            const Playing playing(plugin);
            Block block(*plugin.component);
            CHECK(plugin.processor->process(block.data) == kResultOk);
        }
}

TEST_CASE("the VST3's parameters have names and numbers of their own, and one is the bypass")
{
    const Module module(PARLEY_VST3_LIBRARY);
    const Plugin plugin(module);
    const auto parameters = plugin.parameters();
    CHECK(parameters.size() == 21);
    std::set<ParamID> ids;
    std::set<std::string> titles;
    int bypasses = 0;
    for (const auto& parameter : parameters)
    {
        INFO(text(parameter.title));
        ids.insert(parameter.id);
        titles.insert(text(parameter.title));
        bypasses += (parameter.flags & ParameterInfo::kIsBypass) != 0 ? 1 : 0;
        CHECK(parameter.id < 0x80000000U); // The others are the host's own.
        CHECK(parameter.title[0] != 0);
        CHECK(parameter.stepCount >= 0);
        CHECK(parameter.defaultNormalizedValue >= 0.0);
        CHECK(parameter.defaultNormalizedValue <= 1.0);
        CHECK((parameter.flags & ParameterInfo::kCanAutomate) != 0);
        CHECK(plugin.controller->getParamNormalized(parameter.id) == Approx(parameter.defaultNormalizedValue));
    }
    CHECK(ids.size() == parameters.size());
    CHECK(titles.size() == parameters.size());
    CHECK(bypasses == 1);
}

TEST_CASE("each value of a VST3's parameter has words that lead back to it, and a plain number that does")
{
    const Module module(PARLEY_VST3_LIBRARY);
    const Plugin plugin(module);
    auto& controller = *plugin.controller;
    for (const auto& parameter : plugin.parameters())
        for (const double value : {0.0, 0.13, 0.5, 0.77, 1.0})
        {
            INFO(text(parameter.title) << " at " << value);
            String128 words{};
            REQUIRE(controller.getParamStringByValue(parameter.id, value, words) == kResultOk);
            CHECK(words[0] != 0);
            ParamValue back = -1;
            REQUIRE(controller.getParamValueByString(parameter.id, words, back) == kResultOk);
            // "none" stands for every time below the least one.
            if (text(words) != "none")
                CHECK(back == Approx(value).margin(toleranceOf(parameter)));
            const auto plain = controller.normalizedParamToPlain(parameter.id, value);
            CHECK(controller.plainParamToNormalized(parameter.id, plain) == Approx(value));
        }
}
