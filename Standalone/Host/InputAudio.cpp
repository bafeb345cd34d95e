// SPDX-License-Identifier: GPL-3.0-or-later
#include "InputAudio.h"

#include "Audio/Resampler.h"
#include "Audio/Wav.h"

namespace parley::host
{

Result<std::vector<float>> readInputAudio(const std::filesystem::path& file, int sampleRate)
{
    const auto wav = audio::readWav(file);
    if (!wav)
        return wav.error();
    if (wav.value().frames() == 0)
        return Error{ErrorCode::fileInvalid, file.string() + " holds no sound: give a WAV file with speech in it.",
                     file.string()};
    auto resampler = audio::Resampler::create(wav.value().sampleRate, sampleRate);
    if (!resampler)
        return resampler.error();
    std::vector<float> samples;
    resampler.value().process(wav.value().mono(), samples);
    resampler.value().finish(samples);
    return samples;
}

} // namespace parley::host
