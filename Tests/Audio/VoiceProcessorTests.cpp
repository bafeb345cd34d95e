// SPDX-License-Identifier: Apache-2.0
#include "Audio/VoiceProcessor.h"
#include "Support/EchoScene.h"
#include "Support/Speech.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

using namespace parley::audio;

namespace
{

constexpr std::size_t frame = VoiceProcessor::frameLength;
constexpr std::size_t second = VoiceProcessor::sampleRate;

VoiceProcessor make(const VoiceProcessing& settings)
{
    auto made = VoiceProcessor::create(settings);
    REQUIRE(made);
    return std::move(made).value();
}

VoiceProcessing cancelling()
{
    VoiceProcessing settings;
    settings.cancelsEcho = true;
    return settings;
}

VoiceProcessing reducing(NoiseReduction reduction)
{
    VoiceProcessing settings;
    settings.noiseReduction = reduction;
    return settings;
}

/// What comes out when nothing is played.
std::vector<float> processed(VoiceProcessor& processor, std::vector<float> samples)
{
    for (std::size_t at = 0; at + frame <= samples.size(); at += frame)
        processor.process(std::span(samples).subspan(at, frame), {});
    return samples;
}

std::vector<float> processed(const VoiceProcessing& settings, std::vector<float> samples)
{
    auto processor = make(settings);
    return processed(processor, std::move(samples));
}

std::vector<float> tone(double frequency, std::size_t samples)
{
    std::vector<float> made(samples);
    for (std::size_t i = 0; i < samples; ++i)
        made[i] = 0.1F * static_cast<float>(std::sin(2 * std::numbers::pi * frequency * static_cast<double>(i) /
                                                     static_cast<double>(second)));
    return made;
}

/// How much louder the last second came out than it went in.
double gainDb(const std::vector<float>& in, const std::vector<float>& out)
{
    const auto from = in.size() - second;
    return 10 * std::log10(powerOf(out, from, out.size()) / powerOf(in, from, in.size()));
}

EchoScene sceneOf(double delayMs, double driftPpm, double seconds, const std::vector<float>& near = {})
{
    EchoSetup setup;
    setup.delayMs = delayMs;
    setup.driftPpm = driftPpm;
    setup.reverberation = 0.2;
    setup.reflections = 60;
    return EchoScene(setup, syntheticSpeech(seconds, 3), near);
}

} // namespace

TEST_CASE("nothing changes the microphone while all is switched off")
{
    const auto speech = atRate(syntheticSpeech(1, 1), 16000, 48000);
    CHECK(processed(VoiceProcessing{}, speech) == speech);
    CHECK(make({}).latencyFrames() == 0);
    CHECK_FALSE(make({}).echo());
}

TEST_CASE("an echo of unknown delay is 20 dB down after three seconds")
{
    const double delayMs = GENERATE(20.0, 200.0, 450.0);
    auto scene = sceneOf(delayMs, 0, 6);
    auto processor = make(cancelling());
    scene.run(processor);
    CHECK(scene.erleDb(3, 6) > 20);
}

TEST_CASE("an echo stays down while the clocks drift apart")
{
    auto scene = sceneOf(100, 150, 7);
    auto processor = make(cancelling());
    scene.run(processor);
    CHECK(scene.erleDb(4, 7) > 20);
}

TEST_CASE("tells the delay of the echo and how loud it is before and after")
{
    auto scene = sceneOf(200, 0, 5);
    auto processor = make(cancelling());
    CHECK_FALSE(processor.echo());
    scene.run(processor);
    const auto echo = processor.echo();
    REQUIRE(echo);
    REQUIRE(echo->delay);
    CHECK(std::chrono::duration<double, std::milli>(*echo->delay).count() == Approx(200).margin(2));
    CHECK(echo->echoDb == Approx(-6).margin(4));
    CHECK(echo->residualDb < echo->echoDb - 15);
    CHECK_FALSE(echo->hearsItself);
}

TEST_CASE("who speaks into the echo is still heard")
{
    std::vector<float> near(4 * 16000);
    for (const auto sample : syntheticSpeech(3, 21))
        near.push_back(0.5F * sample);
    auto scene = sceneOf(100, 0, 7, near);
    auto processor = make(cancelling());
    scene.run(processor);
    CHECK(scene.nearLossDb(4, 7, processor.latencyFrames()) < 10);
}

TEST_CASE("speech and sounds up to 12 kHz pass while nothing is played")
{
    const double frequency = GENERATE(300.0, 3000.0, 12000.0);
    const auto in = tone(frequency, 2 * second);
    CHECK(std::abs(gainDb(in, processed(cancelling(), in))) < 1);
}

TEST_CASE("the high-pass takes out what is below speech and leaves speech")
{
    VoiceProcessing settings;
    settings.highPass = true;
    const auto rumble = tone(30, 2 * second);
    const auto voice = tone(1000, 2 * second);
    CHECK(gainDb(rumble, processed(settings, rumble)) < -15);
    CHECK(std::abs(gainDb(voice, processed(settings, voice))) < 1);
}

TEST_CASE("noise reduction takes noise down, more at each step, and leaves speech")
{
    const auto noise = whiteNoise(4 * second, 0.01, 2);
    const double low = gainDb(noise, processed(reducing(NoiseReduction::low), noise));
    const double moderate = gainDb(noise, processed(reducing(NoiseReduction::moderate), noise));
    const double high = gainDb(noise, processed(reducing(NoiseReduction::high), noise));
    CHECK(low < -4);
    CHECK(moderate < low - 2);
    CHECK(high < moderate - 2);
    CHECK(high < -8);
    const auto speech = atRate(syntheticSpeech(4, 5), 16000, 48000);
    CHECK(gainDb(speech, processed(reducing(NoiseReduction::high), speech)) > -3);
}

TEST_CASE("automatic gain brings quiet speech up and leaves loud speech below full scale")
{
    VoiceProcessing settings;
    settings.automaticGain = true;
    auto speech = atRate(syntheticSpeech(10, 5), 16000, 48000);
    const auto loud = processed(settings, speech);
    CHECK(*std::max_element(loud.begin(), loud.end()) <= 1);
    for (auto& sample : speech)
        sample *= 0.05F;
    CHECK(gainDb(speech, processed(settings, speech)) > 6);
}

TEST_CASE("the latency is what it says, to a sample")
{
    const bool cancelsEcho = GENERATE(false, true);
    const bool highPass = GENERATE(false, true);
    const auto reduction = GENERATE(NoiseReduction::off, NoiseReduction::low);
    const auto processor = make({cancelsEcho, highPass, reduction, false});
    CAPTURE(cancelsEcho, highPass);
    const auto in = whiteNoise(second, 0.05, 3);
    const auto out = processed({cancelsEcho, highPass, reduction, false}, in);
    const auto likeness = [&](std::size_t lag)
    {
        double total = 0;
        for (std::size_t i = second / 2; i + 800 < second; ++i)
            total += static_cast<double>(in[i]) * static_cast<double>(out[i + lag]);
        return total;
    };
    const auto latency = processor.latencyFrames();
    for (const auto other : {latency + 1, latency + 2, latency - std::min<std::size_t>(latency, 1)})
        if (other != latency)
            CHECK(likeness(latency) > likeness(other));
    CHECK(likeness(latency) > 0);
}

TEST_CASE("after a reset all is as it was at first")
{
    auto scene = sceneOf(200, 0, 3);
    auto processor = make(cancelling());
    scene.run(processor);
    const auto first = scene.output;
    REQUIRE(processor.echo());
    processor.reset();
    CHECK_FALSE(processor.echo());
    scene.run(processor);
    CHECK(scene.output == first);
}
