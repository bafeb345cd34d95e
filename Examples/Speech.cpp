// SPDX-License-Identifier: Apache-2.0
#include "Speech.h"

#include "Audio/Pcm16.h"
#include "Audio/Resampler.h"
#include "Audio/Wav.h"
#include "Support.h"

#include <fstream>
#include <iostream>
#include <iterator>

namespace parley::examples
{
namespace
{

Result<audio::WavAudio> readRaw(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
    if (bytes.size() < 2)
        return Error{ErrorCode::fileNotFound,
                     "There is no speech in " + file.string() + ": name a WAV file, or install pocketsphinx-testdata.",
                     file.string()};
    audio::WavAudio raw{16000, 1, std::vector<float>(bytes.size() / 2)};
    for (std::size_t i = 0; i < raw.samples.size(); ++i)
    {
        const auto low = static_cast<unsigned char>(bytes[2 * i]);
        const auto high = static_cast<unsigned char>(bytes[2 * i + 1]);
        raw.samples[i] = static_cast<float>(static_cast<std::int16_t>(low | (high << 8))) / 32768.0f;
    }
    return raw;
}

Result<std::size_t> writeSpeech(const std::filesystem::path& file, const std::vector<std::int16_t>& samples)
{
    audio::WavAudio wav{audio::wireSampleRate, 1, std::vector<float>(samples.size())};
    audio::pcm16ToFloat(samples, wav.samples);
    const auto written = audio::writeWav(file, wav);
    if (!written)
        return written.error();
    return samples.size();
}

} // namespace

Result<std::vector<std::int16_t>> readSpeech(const std::filesystem::path& file)
{
    const auto read = file.extension() == ".raw" ? readRaw(file) : audio::readWav(file);
    if (!read)
        return read.error();
    auto resampler = audio::Resampler::create(read.value().sampleRate, audio::wireSampleRate);
    if (!resampler)
        return resampler.error();
    std::vector<float> resampled;
    resampler.value().process(read.value().mono(), resampled);
    resampler.value().finish(resampled);
    std::vector<std::int16_t> samples(resampled.size());
    audio::floatToPcm16(resampled, samples);
    return samples;
}

bool SpeechFile::speech(const audio::SpeechPart&, std::span<const std::int16_t> samples)
{
    const std::scoped_lock lock(mutex);
    if (kept.size() + samples.size() > audio::PlayoutStore::mostFramesPerResponse)
        return false;
    kept.insert(kept.end(), samples.begin(), samples.end());
    return true;
}

void SpeechFile::speechComplete(const std::string&) {}

void SpeechFile::interrupt(std::function<void(std::vector<realtime::HeardSpeech>)> settled)
{
    settled({});
}

Result<std::size_t> SpeechFile::write(const std::filesystem::path& file) const
{
    const std::scoped_lock lock(mutex);
    return writeSpeech(file, kept);
}

int Reply::write(const std::filesystem::path& file) const
{
    const auto samples = writeSpeech(file, kept);
    if (!samples)
        return ended(samples.error());
    std::cout << "wrote " << samples.value() << " samples" << std::endl;
    return 0;
}

} // namespace parley::examples
