// SPDX-License-Identifier: Apache-2.0
// A recording of Debian's pocketsphinx-testdata at any rate, and a room for it to sound in.
#pragma once

#include "Audio/Pcm16.h"
#include "Support/Speech.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace parley::test
{

/// Mono 16-bit at 16 kHz, headerless or WAV with the plain 44-byte header; empty when the file is missing.
inline std::vector<float> recordedSpeech(const std::string& name, int rate = 48000)
{
    std::ifstream file(std::filesystem::path("/usr/share/pocketsphinx/test/data") / name, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(file)), {});
    if (name.ends_with(".wav") && bytes.size() > 44)
        bytes.erase(0, 44);
    std::vector<std::int16_t> samples(bytes.size() / 2);
    std::memcpy(samples.data(), bytes.data(), samples.size() * 2);
    std::vector<float> from(samples.size());
    audio::pcm16ToFloat(samples, from);
    return audio::atRate(from, 16000, rate);
}

/// A loudspeaker heard by a microphone in a room, frame by frame: after a delay the sound itself, then reflections at
/// random, one in 2.5 ms on average, that have fallen by 60 dB after `reverberation`.
class Room
{
public:
    Room(double gainDb, double delaySeconds, double reverberationSeconds, int rate)
    {
        const auto delay = static_cast<std::size_t>(delaySeconds * rate);
        const auto length = reverberationSeconds * rate;
        std::mt19937 random(7);
        std::normal_distribution<double> normal;
        std::exponential_distribution<double> gap(1 / (0.0025 * rate));
        double power = 0;
        for (double at = 0; at < length; at += 1 + gap(random))
        {
            const auto level = at == 0 ? 1.0 : 0.35 * normal(random) * std::pow(10.0, -3 * at / length);
            reflections.push_back({delay + static_cast<std::size_t>(at), static_cast<float>(level)});
            power += level * level;
        }
        for (auto& reflection : reflections)
            reflection.gain *= static_cast<float>(std::pow(10.0, gainDb / 20) / std::sqrt(power));
        past.resize(reflections.back().delay + 1);
    }

    /// What the microphone hears when this is played.
    [[nodiscard]] float operator()(float played) noexcept
    {
        past[next] = played;
        float heard = 0;
        for (const auto& [delay, gain] : reflections)
            heard += gain * past[next >= delay ? next - delay : next + past.size() - delay];
        next = next + 1 == past.size() ? 0 : next + 1;
        return heard;
    }

private:
    struct Reflection
    {
        std::size_t delay = 0;
        float gain = 0;
    };
    std::vector<Reflection> reflections;
    std::vector<float> past;
    std::size_t next = 0;
};

} // namespace parley::test
