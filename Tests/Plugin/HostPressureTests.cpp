// SPDX-License-Identifier: GPL-3.0-or-later
// B1: what the validators of hosts do to a plugin, at their strictest.
#include "Plugin/Track.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <cmath>
#include <random>
#include <thread>

using namespace parley::plugin;
using namespace parley::tests;

namespace
{

bool isClean(const juce::AudioBuffer<float>& buffer)
{
    for (int channel = 0; channel < buffer.getNumChannels(); ++channel)
        for (int frame = 0; frame < buffer.getNumSamples(); ++frame)
        {
            const auto sample = buffer.getSample(channel, frame);
            if (!std::isfinite(sample) || std::fpclassify(sample) == FP_SUBNORMAL)
                return false;
        }
    return true;
}

void fillWithNoise(juce::AudioBuffer<float>& buffer, juce::Random& random)
{
    for (int channel = 0; channel < buffer.getNumChannels(); ++channel)
        for (int frame = 0; frame < buffer.getNumSamples(); ++frame)
            buffer.setSample(channel, frame, random.nextFloat() * 2.0F - 1.0F);
}

void fillWithLevel(juce::AudioBuffer<float>& buffer, float level)
{
    for (int channel = 0; channel < buffer.getNumChannels(); ++channel)
        juce::FloatVectorOperations::fill(buffer.getWritePointer(channel), level, buffer.getNumSamples());
}

/// Parameters that connect nothing.
std::vector<juce::AudioProcessorParameter*> harmlessParameters(PluginProcessor& processor)
{
    std::vector<juce::AudioProcessorParameter*> parameters;
    for (auto* parameter : processor.getParameters())
        if (parameter != &processor.parameters().connect)
            parameters.push_back(parameter);
    return parameters;
}

} // namespace

TEST_CASE("B1: automation of every parameter in pieces of 32 frames leaves the sound clean, at any rate")
{
    const Instance instance;
    juce::Random random(7);
    juce::MidiBuffer midi;
    for (const double rate : {44100.0, 48000.0, 96000.0})
        for (const int block : {64, 128, 256, 512, 1024})
        {
            instance->prepareToPlay(rate, block);
            juce::AudioBuffer<float> buffer(2, block);
            fillWithNoise(buffer, random);
            for (int from = 0; from < block; from += 32)
            {
                for (auto* parameter : harmlessParameters(*instance))
                    parameter->setValueNotifyingHost(random.nextFloat());
                juce::AudioBuffer<float> piece(buffer.getArrayOfWritePointers(), 2, from, 32);
                instance->processBlock(piece, midi);
            }
            CHECK(isClean(buffer));
        }
}

TEST_CASE("B1: a state comes back as it was after every parameter was moved, byte for byte")
{
    const Instance instance;
    juce::Random random(11);
    for (int round = 0; round < 50; ++round)
    {
        for (auto* parameter : harmlessParameters(*instance))
            parameter->setValueNotifyingHost(random.nextFloat());
        const auto saved = stateOf(*instance);
        const auto values = instance->parameters().values();
        for (auto* parameter : harmlessParameters(*instance))
            parameter->setValueNotifyingHost(random.nextFloat());
        restore(*instance, saved);
        CHECK(stateOf(*instance) == saved);
        CHECK(instance->parameters().values() == values);
    }
}

TEST_CASE("B1: every value of every parameter has words, and the words lead back to the value")
{
    const Instance instance;
    for (auto* parameter : instance->getParameters())
    {
        INFO(parameter->getName(64));
        CHECK(parameter->getName(64).isNotEmpty());
        CHECK(parameter->isAutomatable());
        for (const float position : {0.0F, 0.2F, 0.5F, 0.83F, 1.0F})
        {
            auto* ranged = dynamic_cast<juce::RangedAudioParameter*>(parameter);
            REQUIRE(ranged != nullptr);
            const float stepped = ranged->convertTo0to1(ranged->convertFrom0to1(position));
            const auto text = parameter->getText(stepped, 64);
            CHECK(text.isNotEmpty());
            // "none" stands for every time below the least one.
            if (text != "none")
                CHECK(parameter->getValueForText(text) == Approx(stepped).margin(0.006));
        }
    }
}

TEST_CASE("B1: states are saved and restored and parameters moved on other threads while the host plays")
{
    const Instance instance;
    instance->prepareToPlay(48000.0, 256);
    const auto saved = stateOf(*instance);
    std::atomic<bool> isDone{false};
    std::thread states(
        [&]
        {
            while (!isDone)
            {
                restore(*instance, saved);
                static_cast<void>(stateOf(*instance));
            }
        });
    std::thread moves(
        [&]
        {
            std::mt19937 random(3);
            while (!isDone)
                for (auto* parameter : harmlessParameters(*instance))
                    parameter->setValueNotifyingHost(static_cast<float>(random() % 1000) / 999.0F);
        });
    juce::AudioBuffer<float> buffer(2, 256);
    juce::MidiBuffer midi;
    bool wasClean = true;
    for (int block = 0; block < 500; ++block)
    {
        buffer.clear();
        instance->processBlock(buffer, midi);
        wasClean = wasClean && isClean(buffer);
    }
    isDone = true;
    states.join();
    moves.join();
    CHECK(wasClean);
}

TEST_CASE("B1: blocks larger than was prepared for are taken whole")
{
    const Instance instance;
    instance->prepareToPlay(48000.0, 16);
    auto& dry = instance->parameters().dryLevelDb;
    dry.setValueNotifyingHost(dry.convertTo0to1(0.0F));
    juce::MidiBuffer midi;
    // The dry level goes up over 30 ms.
    juce::AudioBuffer<float> rise(2, 4800);
    fillWithLevel(rise, 0.25F);
    instance->processBlock(rise, midi);
    for (const int frames : {480, 8192, 8193, 50000})
    {
        juce::AudioBuffer<float> buffer(2, frames);
        for (int block = 0; block < 2; ++block)
        {
            fillWithLevel(buffer, 0.25F);
            instance->processBlock(buffer, midi);
            CHECK(isClean(buffer));
            for (int channel = 0; channel < 2; ++channel)
                CHECK(buffer.findMinMax(channel, 0, frames) == juce::Range<float>(0.25F, 0.25F));
        }
    }
}

TEST_CASE("B1: windows open before the host prepares, and while it plays")
{
    Instance instance;
    instance.openEditor();
    instance.closeEditor();
    instance->prepareToPlay(48000.0, 256);
    juce::AudioBuffer<float> buffer(2, 256);
    juce::MidiBuffer midi;
    instance->processBlock(buffer, midi);
    instance.openEditor();
    instance->processBlock(buffer, midi);
    instance->releaseResources();
    CHECK(isClean(buffer));
}

TEST_CASE("B1: the program has a name, and there is one")
{
    const Instance instance;
    CHECK(instance->getNumPrograms() == 1);
    CHECK(instance->getProgramName(0).isNotEmpty());
    instance->setCurrentProgram(0);
    CHECK(instance->getCurrentProgram() == 0);
}
