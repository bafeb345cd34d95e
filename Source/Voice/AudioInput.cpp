// SPDX-License-Identifier: Apache-2.0
#include "Voice/AudioInput.h"

#include "Audio/Pcm16.h"
#include "Audio/Resampler.h"
#include "Audio/Wav.h"
#include "Voice/VoiceLimits.h"

namespace parley::voice
{
namespace
{

Error tooShort(const std::string& name)
{
    return {ErrorCode::invalidArgument,
            "There is less than 100 ms of audio in " + name + ", which no service takes: give it speech.", "input"};
}

Result<std::vector<std::int16_t>> forWire(const audio::WavAudio& given, const std::string& name)
{
    if (given.channels < 1 || given.samples.size() % static_cast<std::size_t>(given.channels) != 0)
        return Error{ErrorCode::invalidArgument,
                     "The samples of " + name + " are not a whole number of frames: give one sample per channel.",
                     "input"};
    auto resampler = audio::Resampler::create(given.sampleRate, audio::wireSampleRate);
    if (!resampler)
        return resampler.error();
    std::vector<float> resampled;
    resampler.value().process(given.mono(), resampled);
    resampler.value().finish(resampled);
    if (resampled.size() < leastInputSamples)
        return tooShort(name);
    std::vector<std::int16_t> samples(resampled.size());
    audio::floatToPcm16(resampled, samples);
    return samples;
}

} // namespace

Result<AudioInput> AudioInput::fromWav(std::span<const std::byte> bytes, const std::string& nameForErrors)
{
    const auto wav = audio::parseWav(bytes, nameForErrors);
    if (!wav)
        return wav.error();
    auto samples = forWire(wav.value(), nameForErrors);
    if (!samples)
        return samples.error();
    AudioInput input;
    input.kept = std::move(samples).value();
    return input;
}

Result<AudioInput> AudioInput::fromWavFile(const std::filesystem::path& file)
{
    const auto wav = audio::readWav(file);
    if (!wav)
        return wav.error();
    auto samples = forWire(wav.value(), file.string());
    if (!samples)
        return samples.error();
    AudioInput input;
    input.kept = std::move(samples).value();
    return input;
}

Result<AudioInput> AudioInput::fromPcm16(std::span<const std::int16_t> samples, int sampleRate, int channels)
{
    std::vector<float> floats(samples.size());
    audio::pcm16ToFloat(samples, floats);
    return fromFloat(floats, sampleRate, channels);
}

Result<AudioInput> AudioInput::fromFloat(std::span<const float> samples, int sampleRate, int channels)
{
    auto converted = forWire({sampleRate, channels, {samples.begin(), samples.end()}}, "the audio input");
    if (!converted)
        return converted.error();
    AudioInput input;
    input.kept = std::move(converted).value();
    return input;
}

} // namespace parley::voice
