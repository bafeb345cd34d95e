// SPDX-License-Identifier: Apache-2.0
#include "Support/Speech.h"

#include "Audio/Resampler.h"
#include "Audio/Wav.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <random>
#include <string>

namespace parley::audio
{
namespace
{

constexpr double rate = 16000;

const std::array clips{"0870", "0880", "0890", "0920", "0930"};

/// A resonance at one of the vowel's frequencies.
struct Formant
{
    double frequency = 500;
    double first = 0;
    double second = 0;

    double operator()(double sample)
    {
        constexpr double radius = 0.97;
        const double turn = 2 * radius * std::cos(2 * std::numbers::pi * frequency / rate);
        const double made = sample + turn * first - radius * radius * second;
        second = first;
        first = made;
        return made;
    }
};

/// One syllable, voiced or not, with a soft start and end.
void speakSyllable(std::vector<float>& to, std::size_t samples, std::mt19937& random)
{
    std::uniform_real_distribution<double> any(0, 1);
    std::normal_distribution<double> noise;
    const bool isVoiced = any(random) < 0.75;
    const double pitch = 90 + 70 * any(random);
    const double glide = 1 + 0.3 * (any(random) - 0.5);
    const double level = (isVoiced ? 0.03 : 0.02) * (0.5 + any(random));
    std::array<Formant, 3> formants{Formant{300 + 500 * any(random)}, Formant{900 + 1300 * any(random)},
                                    Formant{2300 + 1200 * any(random)}};
    double phase = 0;
    for (std::size_t i = 0; i < samples; ++i)
    {
        const double part = static_cast<double>(i) / static_cast<double>(samples);
        phase += pitch * (1 + (glide - 1) * part) / rate;
        double source = 0.15 * noise(random);
        if (isVoiced && phase >= 1)
            source += 6;
        phase -= std::floor(phase);
        double sound = 0;
        for (auto& formant : formants)
            sound += formant(source);
        to.push_back(static_cast<float>(level * std::sin(std::numbers::pi * part) * sound * (isVoiced ? 0.5 : 2)));
    }
}

} // namespace

std::vector<float> recordedSpeech(double seconds, std::size_t firstClip)
{
    const auto wanted = static_cast<std::size_t>(seconds * rate);
    std::vector<float> speech;
    for (auto clip = firstClip; speech.size() < wanted; ++clip)
    {
        const auto wav = readWav("/usr/share/pocketsphinx/test/data/librivox/sense_and_sensibility_01_austen_64kb-" +
                                 std::string(clips[clip % clips.size()]) + ".wav");
        if (!wav)
            return {};
        auto samples = wav.value().mono();
        float peak = 0;
        for (const auto sample : samples)
            peak = std::max(peak, std::abs(sample));
        for (const auto sample : samples)
            speech.push_back(0.5F * sample / peak);
        speech.resize(speech.size() + 4800);
    }
    speech.resize(wanted);
    return speech;
}

std::vector<float> syntheticSpeech(double seconds, std::uint32_t seed)
{
    const auto wanted = static_cast<std::size_t>(seconds * rate);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> any(0, 1);
    std::vector<float> speech;
    while (speech.size() < wanted)
    {
        speakSyllable(speech, static_cast<std::size_t>(rate * (0.08 + 0.17 * any(random))), random);
        const double pause = any(random) < 0.12 ? 0.4 : 0.03;
        speech.resize(speech.size() + static_cast<std::size_t>(rate * pause * any(random)));
    }
    speech.resize(wanted);
    const double scale = 0.07 / std::sqrt(powerOf(speech, 0, speech.size()));
    for (auto& sample : speech)
        sample = std::clamp(static_cast<float>(scale) * sample, -0.9F, 0.9F);
    return speech;
}

std::vector<float> whiteNoise(std::size_t samples, double rms, std::uint32_t seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> noise(0, static_cast<float>(rms));
    std::vector<float> made(samples);
    for (auto& sample : made)
        sample = noise(random);
    return made;
}

std::vector<float> atRate(const std::vector<float>& samples, int from, int to)
{
    std::vector<float> made;
    if (auto resampler = Resampler::create(from, to))
    {
        resampler.value().process(samples, made);
        resampler.value().finish(made);
    }
    return made;
}

double powerOf(const std::vector<float>& samples, std::size_t from, std::size_t to)
{
    double sum = 0;
    for (std::size_t i = from; i < to; ++i)
        sum += static_cast<double>(samples[i]) * static_cast<double>(samples[i]);
    return to > from ? sum / static_cast<double>(to - from) : 0;
}

} // namespace parley::audio
