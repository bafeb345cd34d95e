// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/CastDocument.h"
#include "Plugin/FactoryCasts.h"
#include "Plugin/Instance.h"
#include "Plugin/PluginProcessor.h"
#include "Plugin/ProcessResources.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace parley::plugin;
using parley::tests::becomesTrue;
using parley::tests::Instance;
using parley::tests::onMessageThread;
using parley::tests::ProcessResources;

namespace
{

juce::AudioProcessor::BusesLayout layoutOf(int ins, int outs)
{
    juce::AudioProcessor::BusesLayout layout;
    layout.inputBuses.add(juce::AudioChannelSet::canonicalChannelSet(ins));
    layout.inputBuses.add(juce::AudioChannelSet::disabled());
    layout.outputBuses.add(juce::AudioChannelSet::canonicalChannelSet(outs));
    layout.outputBuses.add(juce::AudioChannelSet::disabled());
    return layout;
}

juce::AudioBuffer<float> filled(int channels, int frames, float value)
{
    juce::AudioBuffer<float> buffer(channels, frames);
    for (int channel = 0; channel < channels; ++channel)
        juce::FloatVectorOperations::fill(buffer.getWritePointer(channel), value, frames);
    return buffer;
}

bool isFinite(const juce::AudioBuffer<float>& buffer)
{
    for (int channel = 0; channel < buffer.getNumChannels(); ++channel)
        for (int frame = 0; frame < buffer.getNumSamples(); ++frame)
            if (!std::isfinite(buffer.getSample(channel, frame)))
                return false;
    return true;
}

std::string stateOf(PluginProcessor& processor)
{
    juce::MemoryBlock block;
    processor.getStateInformation(block);
    return {static_cast<const char*>(block.getData()), block.getSize()};
}

void restore(PluginProcessor& processor, const std::string& state)
{
    processor.setStateInformation(state.data(), static_cast<int>(state.size()));
}

/// One block of sound, as a host begins to play.
void play(PluginProcessor& processor)
{
    processor.prepareToPlay(48000.0, 512);
    juce::MidiBuffer midi;
    auto buffer = filled(2, 512, 0.0F);
    processor.processBlock(buffer, midi);
}

/// JUCE starts threads of its own at the first timer; they are no matter of ours.
void warmUpJuce()
{
    Instance instance;
    instance.openEditor();
}

} // namespace

TEST_CASE("making and restoring an instance starts no thread, opens no socket and runs no program")
{
    warmUpJuce();
    const auto before = ProcessResources::now();
    const Instance instance;
    restore(*instance, R"({"version":2,"provider":"openai","connect":true,"parameters":{"connect":true}})");
    CHECK(ProcessResources::now() == before);
    CHECK_FALSE(instance->parameters().connect.get());
}

TEST_CASE("any number of prepared instances share the same few threads, open no socket and run no program")
{
    warmUpJuce();
    const auto before = ProcessResources::now();
    Instance instance;
    for (const double rate : {44100.0, 48000.0, 48000.0, 96000.0})
        instance->prepareToPlay(rate, 512);
    const auto one = ProcessResources::now();
    CHECK(one.threads == before.threads + 1 + static_cast<int>(parley::Executor::poolThreads));
    std::vector<std::unique_ptr<Instance>> others;
    for (int i = 0; i < 20; ++i)
    {
        others.push_back(std::make_unique<Instance>());
        (*others.back())->prepareToPlay(48000.0, 512);
    }
    juce::MidiBuffer midi;
    auto buffer = filled(2, 512, 0.1F);
    for (int block = 0; block < 20; ++block)
        instance->processBlock(buffer, midi);
    instance->releaseResources();
    CHECK(ProcessResources::now() == one);
    CHECK(one.sockets == before.sockets);
    CHECK(one.children == before.children);
    CHECK(instance->voiceBridge().status().state == parley::realtime::ConnectionState::disconnected);
}

TEST_CASE("opening the editor opens no connection, and what its key look-up starts is gone again")
{
    warmUpJuce();
    const auto before = ProcessResources::now();
    Instance instance;
    instance.openEditor();
    CHECK(ProcessResources::now().sockets == before.sockets);
    CHECK(ProcessResources::now().children == before.children);
    CHECK(becomesTrue([&] { return ProcessResources::now() == before; }));
}

TEST_CASE("the state of an instance is the same bytes after a round trip, for any parameter values")
{
    const Instance first;
    const Instance second;
    for (const float position : {0.0F, 0.1F, 0.3333F, 0.72F, 0.9999F, 1.0F})
    {
        for (auto* parameter : first->getParameters())
            parameter->setValueNotifyingHost(position);
        const auto saved = stateOf(*first);
        restore(*second, saved);
        CHECK(stateOf(*second) == saved);
        CHECK(second->parameters().values() == first->parameters().values());
    }
}

TEST_CASE("a saved state holds no deed: no wish to connect or to speak, no interruption, no new visitor")
{
    const Instance instance;
    const auto before = stateOf(*instance);
    auto& values = instance->parameters();
    for (auto* deed : {static_cast<juce::AudioParameterBool*>(&values.connect),
                       static_cast<juce::AudioParameterBool*>(&values.interrupt), &values.talk,
                       static_cast<juce::AudioParameterBool*>(&values.newVisitor)})
        deed->setValueNotifyingHost(1.0F);
    CHECK(stateOf(*instance) == before);
    CHECK(before.find("connect") == std::string::npos);
    CHECK(before.find("talk\"") == std::string::npos);
}

TEST_CASE("any number of frames at any rate in any mix of mono and stereo gives finite sound")
{
    const Instance instance;
    juce::MidiBuffer midi;
    for (const auto& [ins, outs] : {std::pair{1, 1}, {1, 2}, {2, 1}, {2, 2}})
    {
        REQUIRE(instance->setBusesLayout(layoutOf(ins, outs)));
        for (const double rate : {8000.0, 11025.0, 44100.0, 48000.0, 96000.0, 192000.0})
        {
            instance->prepareToPlay(rate, 256);
            instance->prepareToPlay(rate, 256);
            for (const int frames : {0, 1, 64, 256, 1000, 8192})
            {
                auto buffer = filled(juce::jmax(ins, outs), frames, 0.5F);
                instance->processBlock(buffer, midi);
                CHECK(isFinite(buffer));
            }
        }
    }
}

TEST_CASE("not-a-number and infinite input does not come out again")
{
    const Instance instance;
    instance->prepareToPlay(48000.0, 256);
    juce::MidiBuffer midi;
    for (const float poison : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()})
    {
        auto buffer = filled(2, 256, poison);
        instance->processBlock(buffer, midi);
        CHECK(isFinite(buffer));
    }
}

TEST_CASE("surround layouts are refused")
{
    const Instance instance;
    juce::AudioProcessor::BusesLayout layout;
    layout.inputBuses.add(juce::AudioChannelSet::create5point1());
    layout.inputBuses.add(juce::AudioChannelSet::disabled());
    layout.outputBuses.add(juce::AudioChannelSet::create5point1());
    CHECK_FALSE(instance->checkBusesLayoutSupported(layout));
}

TEST_CASE("rendered offline or bypassed the input passes dry")
{
    const Instance instance;
    juce::MidiBuffer midi;
    REQUIRE(instance->setBusesLayout(layoutOf(1, 2)));
    instance->prepareToPlay(48000.0, 64);

    auto bypassed = filled(2, 64, 0.25F);
    bypassed.clear(1, 0, 64);
    instance->processBlockBypassed(bypassed, midi);
    CHECK(bypassed.getSample(0, 63) == 0.25F);
    CHECK(bypassed.getSample(1, 63) == 0.25F);

    instance->setNonRealtime(true);
    auto offline = filled(2, 64, 0.5F);
    instance->processBlock(offline, midi);
    CHECK(offline.getSample(0, 0) == 0.5F);
    CHECK(offline.getSample(1, 63) == 0.5F);
}

TEST_CASE("the agent's way in is silent while the microphone is muted")
{
    const Instance instance;
    juce::MidiBuffer midi;
    instance->prepareToPlay(48000.0, 5000);
    auto heard = filled(2, 5000, 0.5F);
    instance->processBlock(heard, midi);
    CHECK(instance->voiceBridge().takeMeters().input == Approx(0.5F));

    instance->parameters().mute.setValueNotifyingHost(1.0F);
    auto muted = filled(2, 5000, 0.5F);
    instance->processBlock(muted, midi);
    CHECK(instance->voiceBridge().takeMeters().input == 0.0F);
    CHECK(muted.getMagnitude(0, 5000) == 0.0F);
}

TEST_CASE("an interruption and a new visitor by parameter go off by themselves")
{
    const Instance instance;
    play(*instance);
    for (auto* deed : {&instance->parameters().interrupt, &instance->parameters().newVisitor})
    {
        deed->setValueNotifyingHost(1.0F);
        CHECK(becomesTrue([&] { return !deed->get(); }));
    }
}

TEST_CASE("a connection that fails says why, and puts the parameter off again")
{
    Instance instance;
    auto settings = instance->state().settings();
    settings.provider = {parley::bridge::Provider::custom, "ws://127.0.0.1:9/v1/realtime", "any"};
    REQUIRE(instance->state().setSettings(settings));
    play(*instance);
    for (int attempt = 0; attempt < 2; ++attempt)
    {
        instance->control().connect();
        CHECK(instance->parameters().connect.get());
        CHECK(becomesTrue([&] { return !instance->parameters().connect.get(); }, 20000));
        const auto status = instance->voiceBridge().status();
        CHECK(status.state == parley::realtime::ConnectionState::failed);
        CHECK(status.sentence.size() > 20);
        CHECK_FALSE(instance->control().isConnectWanted());
    }
}

TEST_CASE("an agents file sets the parameters and the cast; from then on the parameters win")
{
    const parley::test::TemporaryFolder folder;
    const auto file = folder.write("museum.json", R"({"session":{"speed":0.8,"turn_detection":{"type":"semantic_vad"}},
        "agents":[{"name":"Guide"}]})");
    Instance instance;
    onMessageThread([&] { REQUIRE(instance->openAgentsFile(file)); });
    CHECK(instance->parameters().values().turnMode == TurnMode::semanticVad);
    CHECK(instance->parameters().speed.get() == Approx(0.8F));
    CHECK(instance->state().settings().cast.path == file.string());
    instance->parameters().speed.setValueNotifyingHost(instance->parameters().speed.convertTo0to1(1.0F));
    const auto settings = instance->state().settings().toConnectSettings(instance->parameters().values());
    CHECK(settings.overCast.speed == 1.0);
}

TEST_CASE("an agents file with faults changes nothing and names them")
{
    const parley::test::TemporaryFolder folder;
    const auto file = folder.write("museum.json", R"({"agents":[{"name":"Guide","voise":"ash"}]})");
    Instance instance;
    const auto before = stateOf(*instance);
    onMessageThread(
        [&]
        {
            const auto opened = instance->openAgentsFile(file);
            REQUIRE_FALSE(opened);
            CHECK(opened.error().message.find("voise") != std::string::npos);
            CHECK_FALSE(instance->openAgentsFile(folder.path() / "none.json"));
        });
    CHECK(stateOf(*instance) == before);
}

TEST_CASE("a project keeps its cast when the file changes or goes, says so, and takes the new one when asked")
{
    const parley::test::TemporaryFolder folder;
    const auto file = folder.write("museum.json", R"({"agents":[{"name":"Guide"}]})");
    Instance first;
    onMessageThread([&] { REQUIRE(first->openAgentsFile(file)); });
    const auto saved = stateOf(*first);
    static_cast<void>(folder.write("museum.json", R"({"agents":[{"name":"Curator"}]})"));
    Instance second;
    CHECK(second->agentsFileState() == CastFileState::none);
    restore(*second, saved);
    CHECK(becomesTrue([&] { return second->agentsFileState() == CastFileState::changed; }));
    CHECK(castdocument::firstOf(second->state().settings().cast.text) == "Guide");
    onMessageThread([&] { REQUIRE(second->reloadAgentsFile()); });
    CHECK(castdocument::firstOf(second->state().settings().cast.text) == "Curator");
    CHECK(becomesTrue([&] { return second->agentsFileState() == CastFileState::unchanged; }));
    std::filesystem::remove(file);
    CHECK(becomesTrue([&] { return second->agentsFileState() == CastFileState::missing; }));
}

TEST_CASE("each factory cast can be opened, and sets the parameters it speaks of")
{
    Instance instance;
    for (std::size_t index = 0; index < factoryCasts().size(); ++index)
        onMessageThread([&] { REQUIRE(instance->openFactoryCast(index)); });
    CHECK(instance->parameters().values().turnMode == TurnMode::pushToTalk);
    onMessageThread([&] { REQUIRE(instance->openFactoryCast(0)); });
    CHECK(instance->parameters().values().turnMode == TurnMode::serverVad);
    onMessageThread([&] { CHECK_FALSE(instance->openFactoryCast(factoryCasts().size())); });
}

TEST_CASE("OpenAI without a key is an error, never another service")
{
    Instance instance;
    auto settings = instance->state().settings();
    settings.provider.provider = parley::bridge::Provider::openAi;
    REQUIRE(instance->state().setSettings(settings));
    instance->prepareToPlay(48000.0, 512);
    instance->control().connect();
    CHECK(becomesTrue([&] { return !instance->parameters().connect.get(); }));
    CHECK(instance->voiceBridge().status().sentence.find("OPENAI_API_KEY") != std::string::npos);
}

TEST_CASE("two instances share no setting and no parameter")
{
    const Instance first;
    const Instance second;
    const auto untouched = stateOf(*second);
    auto settings = first->state().settings();
    settings.provider.model = "other";
    REQUIRE(first->state().setSettings(settings));
    first->parameters().mute.setValueNotifyingHost(1.0F);
    CHECK(stateOf(*second) == untouched);
    CHECK(stateOf(*first) != untouched);
}

TEST_CASE("hosts are told: no latency, an endless tail, a named program")
{
    const Instance instance;
    CHECK(instance->getLatencySamples() == 0);
    CHECK(std::isinf(instance->getTailLengthSeconds()));
    CHECK(instance->getProgramName(0).isNotEmpty());
}
