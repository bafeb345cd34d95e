// SPDX-License-Identifier: Apache-2.0
#include "Service/RecordedSpeech.h"

#include "Audio/Pcm16.h"
#include "Audio/Resampler.h"
#include "Audio/Wav.h"

#include <cstring>
#include <span>

namespace parley::service
{
namespace
{

constexpr int lowestRate = 4000;
constexpr int highestRate = 192000;

Error tooLong()
{
    return {ErrorCode::limitReached,
            "The recording is longer than " + std::to_string(longestRecordingSeconds / 60) +
                " minutes: send it in shorter parts.",
            "recording"};
}

Result<std::vector<std::int16_t>> atWireRate(std::span<const float> samples, int rate)
{
    if (rate < lowestRate || rate > highestRate)
        return Error{ErrorCode::fileInvalid,
                     "The recording has " + std::to_string(rate) +
                         " samples a second: send speech with 4000 to 192000.",
                     "recording"};
    if (samples.size() / static_cast<std::size_t>(rate) >= static_cast<std::size_t>(longestRecordingSeconds))
        return tooLong();
    auto resampler = audio::Resampler::create(rate, audio::wireSampleRate);
    if (!resampler)
        return resampler.error();
    std::vector<float> resampled;
    resampler.value().process(samples, resampled);
    resampler.value().finish(resampled);
    std::vector<std::int16_t> converted(resampled.size());
    audio::floatToPcm16(resampled, converted);
    return converted;
}

Result<std::vector<std::int16_t>> readRaw(const ReadSpeechJob& job)
{
    std::vector<std::int16_t> samples(job.bytes.size() / sizeof(std::int16_t));
    if (samples.empty() || job.bytes.size() % sizeof(std::int16_t) != 0)
        return Error{ErrorCode::fileInvalid,
                     "Raw PCM needs whole 16-bit samples: send an even number of bytes, more than none.", "recording"};
    std::memcpy(samples.data(), job.bytes.data(), job.bytes.size());
    if (job.rawSampleRate == audio::wireSampleRate)
    {
        const auto longest = static_cast<std::size_t>(longestRecordingSeconds) * audio::wireSampleRate;
        return samples.size() <= longest ? Result(std::move(samples)) : tooLong();
    }
    std::vector<float> converted(samples.size());
    audio::pcm16ToFloat(samples, converted);
    return atWireRate(converted, job.rawSampleRate);
}

} // namespace

Result<std::vector<std::int16_t>> readRecordedSpeech(const ReadSpeechJob& job)
{
    if (job.rawSampleRate > 0)
        return readRaw(job);
    const auto wav = audio::parseWav(std::as_bytes(std::span(job.bytes)), "The file");
    if (!wav)
        return wav.error();
    return atWireRate(wav.value().mono(), wav.value().sampleRate);
}

} // namespace parley::service
