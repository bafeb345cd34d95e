// SPDX-License-Identifier: Apache-2.0
#include "Service/InputBuffer.h"
#include "Service/TurnDetector.h"
#include "Support/Skip.h"
#include "TestSpeech.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <random>

using namespace parley::service;
using namespace std::chrono_literals;

namespace
{

std::vector<std::int16_t> make(double seconds, const std::function<double(double)>& sound)
{
    std::vector<std::int16_t> samples(static_cast<std::size_t>(seconds * 24000.0));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<std::int16_t>(std::clamp(sound(static_cast<double>(i) / 24000.0), -32768.0, 32767.0));
    return samples;
}

double tone(double frequency, double t)
{
    return std::sin(2.0 * 3.141592653589793 * frequency * t);
}

void addNoise(std::vector<std::int16_t>& samples, double level)
{
    std::mt19937 random(3);
    std::normal_distribution<double> noise(0.0, level);
    for (auto& sample : samples)
        sample = static_cast<std::int16_t>(std::clamp(sample + noise(random), -32768.0, 32767.0));
}

} // namespace

TEST_CASE("silence, a constant offset, tones, hum and steady noise never start a turn")
{
    std::mt19937 random(1);
    std::normal_distribution<double> noise(0.0, 1.0);
    const auto hum = [](double mains)
    {
        return [mains](double t)
        {
            double sum = 0.0;
            for (int harmonic = 1; harmonic < 20; ++harmonic)
                sum += 3000.0 / harmonic * tone(mains * harmonic, t);
            return t > 2.013 ? sum : 0.0;
        };
    };
    const std::vector<std::function<double(double)>> sounds = {
        [](double) { return 0.0; },
        [](double t) { return t > 2.0 ? 12000.0 : 0.0; },
        [](double t) { return t > 2.0 && t < 6.0 ? 8000.0 * tone(50.0, t) : 0.0; },
        [](double t) { return t > 2.0 && t < 6.0 ? 8000.0 * tone(440.0, t) : 0.0; },
        hum(50.0),
        hum(60.0),
        [&](double) { return 1000.0 * noise(random); },
        [&](double t) { return t > 3.0 ? 1000.0 * noise(random) : 0.0; }};
    for (std::size_t i = 0; i < sounds.size(); ++i)
    {
        INFO("sound " << i);
        TurnDetector detector;
        CHECK(detector.process(make(10.0, sounds[i]), {}).empty());
    }
}

TEST_CASE("a real utterance is one turn, in quiet and in noise")
{
    if (!std::filesystem::exists(speechData))
        PARLEY_SKIP("needs the Debian package pocketsphinx-testdata");
    const auto* name = GENERATE("goforward.raw", "cards/001.wav", "cards/005.wav",
                                "librivox/sense_and_sensibility_01_austen_64kb-0930.wav");
    const auto noise = GENERATE(0.0, 100.0);
    INFO(name << " with noise " << noise);
    auto speech = make(1.0, [](double) { return 0.0; });
    const auto utterance = loadSpeech(name);
    speech.insert(speech.end(), utterance.begin(), utterance.end());
    speech.resize(speech.size() + 24000);
    addNoise(speech, noise);
    TurnDetection settings;
    settings.silenceDuration = 500ms;
    TurnDetector detector;
    const auto borders = detector.process(speech, settings);
    REQUIRE(borders.size() == 2);
    CHECK(borders[0].isStart);
    CHECK(toMs(borders[0].position) > 600);
    CHECK(borders[1].position > borders[0].position + toSamples(1s));
}

TEST_CASE("the threshold decides how loud over the noise speech must be")
{
    if (!std::filesystem::exists(speechData))
        PARLEY_SKIP("needs the Debian package pocketsphinx-testdata");
    auto speech = loadSpeech("goforward.raw");
    addNoise(speech, 1500.0);
    TurnDetection settings;
    settings.threshold = 1.0;
    TurnDetector strict;
    CHECK(strict.process(speech, settings).empty());
    settings.threshold = 0.2;
    TurnDetector lenient;
    CHECK_FALSE(lenient.process(speech, settings).empty());
}
