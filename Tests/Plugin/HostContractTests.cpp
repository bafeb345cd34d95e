// SPDX-License-Identifier: GPL-3.0-or-later
// What hosts do with sound in the middle of a conversation. B3 to B8 are the families of complaints that hosts and
// users have about plugins which use a network: bounces, buses, block sizes, suspending, latency.
#include "Plugin/Track.h"
#include "Support/SpeakingService.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <utility>

using namespace parley::plugin;
using parley::test::SpeakingService;
using parley::tests::Instance;
using parley::tests::layoutOf;
using parley::tests::Track;
using namespace std::chrono_literals;

namespace
{

constexpr int blockFrames = Track::blockFrames;

} // namespace

TEST_CASE("B3: hosts bounce: offline the input passes dry, and the agent goes on afterwards where it stood")
{
    SpeakingService service({100ms, 1ms, 20});
    Track track;
    track.connectTo(service.url());
    REQUIRE(track.isHeard());
    const auto heard = track.sounding;
    track.instance->setNonRealtime(true);
    track.forget();
    for (int block = 0; block < 500; ++block)
        track.process(1024);
    CHECK(track.isDry);
    track.instance->setNonRealtime(false);
    track.forget();
    // Two seconds are said in all; the tone passes through zero now and then.
    CHECK(track.playUntil([&] { return heard + track.sounding > 94000; }));
    CHECK(track.isConnected());
}

TEST_CASE("B7: hosts suspend and resume on each play: the session goes on, and no word is lost")
{
    SpeakingService service({100ms, 1ms, 20});
    Track track;
    track.connectTo(service.url());
    REQUIRE(track.isHeard());
    auto heard = track.sounding;
    for (int turn = 0; turn < 3; ++turn)
    {
        track.instance->releaseResources();
        juce::Thread::sleep(150);
        track.instance->prepareToPlay(track.rate, blockFrames);
        track.forget();
        for (int block = 0; block < 10; ++block)
            track.process();
        heard += track.sounding;
        CHECK(track.largestStep < 0.06F);
    }
    track.forget();
    CHECK(track.playUntil([&] { return heard + track.sounding > 94000; }));
    CHECK(track.isConnected());
    CHECK(service.connections() == 1);
}

TEST_CASE("B7: hosts bypass: the input passes dry, the agent waits, and nothing ends")
{
    SpeakingService service({100ms, 1ms, 20});
    Track track;
    track.connectTo(service.url());
    REQUIRE(track.isHeard());
    const auto heard = track.sounding;
    track.forget();
    for (int block = 0; block < 300; ++block)
        track.process(blockFrames, true);
    CHECK(track.isDry);
    track.forget();
    CHECK(track.playUntil([&] { return heard + track.sounding > 94000; }));
    CHECK(track.isConnected());
}

TEST_CASE("B6: hosts change the rate and the block size in mid-sentence without preparing for less")
{
    SpeakingService service({100ms, 50ms, 2000});
    Track track;
    track.connectTo(service.url());
    REQUIRE(track.isHeard());
    for (const double rate : {44100.0, 192000.0, 8000.0, 48000.0})
    {
        track.rate = rate;
        track.instance->prepareToPlay(rate, 64);
        for (const int frames : {0, 1, 64, 4096, 8192, 20000})
            track.process(frames);
        CHECK(track.isHeard());
    }
    CHECK(track.isFinite);
    CHECK(track.isConnected());
}

TEST_CASE("B6: hosts turn the agent level, and the agent follows without a step")
{
    SpeakingService service({100ms, 50ms, 2000});
    Track track;
    track.connectTo(service.url());
    REQUIRE(track.isHeard());
    for (const float gain : {0.0F, 1.0F, 0.3F, 0.0F})
    {
        track.instance->parameters().outputGainDb.setValueNotifyingHost(gain);
        for (int block = 0; block < 10; ++block)
            track.process();
        track.forget();
    }
    // A tone of 440 Hz at half of full scale, 12 dB up at the most.
    CHECK(track.largestStep < 0.12F);
    track.forget();
    for (int block = 0; block < 10; ++block)
        track.process();
    CHECK(track.sounding == 0);
}

TEST_CASE("B6: hosts wire the loudspeakers to the second input, in mono, in stereo, or not at all")
{
    const Instance instance;
    juce::MidiBuffer midi;
    CHECK(instance->getChannelCountOfBus(true, 1) == 0);
    for (const int loudspeakers : {1, 2, 0})
        for (const auto& [ins, outs] : {std::pair{1, 1}, {1, 2}, {2, 1}, {2, 2}})
        {
            REQUIRE(instance->setBusesLayout(layoutOf(ins, loudspeakers, outs)));
            instance->prepareToPlay(48000.0, 256);
            juce::AudioBuffer<float> buffer(juce::jmax(ins + loudspeakers, outs), 256);
            for (int channel = 0; channel < buffer.getNumChannels(); ++channel)
                juce::FloatVectorOperations::fill(buffer.getWritePointer(channel), channel < ins ? 0.25F : 0.75F, 256);
            instance->processBlock(buffer, midi);
            // The loudspeakers are no input of the agent's, and are not passed through.
            CHECK(instance->voiceBridge().takeMeters().input == 0.25F);
            CHECK(buffer.getMagnitude(0, 0, 256) == 0.0F);
        }
    auto surround = layoutOf(2, 2, 2);
    surround.inputBuses.set(1, juce::AudioChannelSet::create5point1());
    CHECK_FALSE(instance->checkBusesLayoutSupported(surround));
}

TEST_CASE("B3: offline and bypassed, what the loudspeakers play is not heard")
{
    const Instance instance;
    juce::MidiBuffer midi;
    REQUIRE(instance->setBusesLayout(layoutOf(1, 2, 2)));
    instance->prepareToPlay(48000.0, 256);
    instance->setNonRealtime(true);
    juce::AudioBuffer<float> buffer(3, 256);
    for (int channel = 0; channel < 3; ++channel)
        juce::FloatVectorOperations::fill(buffer.getWritePointer(channel), channel == 0 ? 0.25F : 0.75F, 256);
    instance->processBlock(buffer, midi);
    CHECK(buffer.getSample(0, 100) == 0.25F);
    CHECK(buffer.getSample(1, 100) == 0.25F);
}

TEST_CASE("B6: hosts hand over fewer channels than were agreed on")
{
    const Instance instance;
    juce::MidiBuffer midi;
    REQUIRE(instance->setBusesLayout(layoutOf(2, 2, 2)));
    instance->prepareToPlay(48000.0, 256);
    for (const int channels : {0, 1, 2, 3})
        for (const bool isOffline : {false, true})
        {
            instance->setNonRealtime(isOffline);
            juce::AudioBuffer<float> buffer(channels, 256);
            buffer.clear();
            instance->processBlock(buffer, midi);
            instance->processBlockBypassed(buffer, midi);
            CHECK(buffer.getNumChannels() == channels);
        }
}

TEST_CASE("B8: hosts ask for the latency at any time, and it is none")
{
    const Instance instance;
    CHECK(instance->getLatencySamples() == 0);
    for (const double rate : {44100.0, 192000.0})
    {
        instance->prepareToPlay(rate, 8192);
        CHECK(instance->getLatencySamples() == 0);
    }
    REQUIRE(instance->setBusesLayout(layoutOf(1, 2, 2)));
    CHECK(instance->getLatencySamples() == 0);
    CHECK(std::isinf(instance->getTailLengthSeconds()));
    CHECK(instance->isUsingDoublePrecision() == false);
}

TEST_CASE("B6: hosts switch the agent's own output on and off while it speaks")
{
    SpeakingService service({100ms, 50ms, 2000});
    Track track;
    track.connectTo(service.url());
    REQUIRE(track.isHeard());
    juce::MidiBuffer midi;
    for (const int agentOuts : {2, 1, 0, 2})
    {
        REQUIRE(track.instance->setBusesLayout(layoutOf(1, 1, 2, agentOuts)));
        track.instance->prepareToPlay(48000.0, blockFrames);
        juce::AudioBuffer<float> buffer(juce::jmax(2, 2 + agentOuts), blockFrames);
        float loudest = 0;
        REQUIRE(track.playUntil(
            [&]
            {
                buffer.clear();
                track.instance->processBlock(buffer, midi);
                loudest = buffer.getMagnitude(0, 0, blockFrames);
                return loudest > 0.1F;
            }));
        for (int channel = 2; channel < 2 + agentOuts; ++channel)
            CHECK(buffer.getMagnitude(channel, 0, blockFrames) == loudest);
    }
}

TEST_CASE("B6: hosts that mix the dry input hear both, and the input ducks while the agent sounds")
{
    SpeakingService service({100ms, 50ms, 2000});
    Track track;
    auto& values = track.instance->parameters();
    values.dryLevelDb.setValueNotifyingHost(values.dryLevelDb.convertTo0to1(0.0F));
    values.duckingDb.setValueNotifyingHost(values.duckingDb.convertTo0to1(-40.0F));
    for (int block = 0; block < 10; ++block)
        track.process();
    CHECK(track.last == Approx(0.25F));
    track.connectTo(service.url());
    CHECK(track.playUntil([&] { return track.last != 0.25F; }));
    values.muteAgent.setValueNotifyingHost(1.0F);
    for (int block = 0; block < 100; ++block)
        track.process();
    CHECK(track.last == Approx(0.25F));
}

TEST_CASE("B7: while the agent may speak the tail has no end, and without MIDI input nothing of it passes")
{
    Track track;
    CHECK(std::isinf(track.instance->getTailLengthSeconds()));
    CHECK_FALSE(track.instance->acceptsMidi());
    CHECK(track.instance->producesMidi());
    juce::AudioBuffer<float> buffer(2, 64);
    juce::MidiBuffer midi;
    midi.addEvent(juce::MidiMessage::noteOn(1, 60, 1.0F), 0);
    track.instance->processBlock(buffer, midi);
    CHECK(midi.isEmpty());
}
