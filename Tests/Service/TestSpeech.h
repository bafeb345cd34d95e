// SPDX-License-Identifier: Apache-2.0
// Real human speech from Debian's pocketsphinx-testdata, at the rate of the wire.
#pragma once

#include "Audio/Pcm16.h"
#include "Audio/Resampler.h"

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace parley::service
{

inline const std::filesystem::path speechData = "/usr/share/pocketsphinx/test/data";

/// Mono 16-bit at 16 kHz, headerless or WAV with the plain 44-byte header; empty when the file is missing.
inline std::vector<std::int16_t> loadSpeech(const std::string& name)
{
    std::ifstream file(speechData / name, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(file)), {});
    if (name.ends_with(".wav"))
        bytes.erase(0, 44);
    std::vector<std::int16_t> samples(bytes.size() / 2);
    std::memcpy(samples.data(), bytes.data(), samples.size() * 2);
    std::vector<float> from(samples.size());
    audio::pcm16ToFloat(samples, from);
    std::vector<float> resampled;
    auto resampler = audio::Resampler::create(16000, audio::wireSampleRate);
    resampler.value().process(from, resampled);
    resampler.value().finish(resampled);
    samples.resize(resampled.size());
    audio::floatToPcm16(resampled, samples);
    return samples;
}

} // namespace parley::service
