// SPDX-License-Identifier: Apache-2.0
#include "Service/InputSpeech.h"

#include "Audio/Pcm16.h"

#include <utility>

namespace parley::service
{

std::optional<std::vector<std::int16_t>> InputSpeech::read(const std::string& base64, wire::AudioFormat format)
{
    std::vector<std::int16_t> samples;
    if (!wire::decodeBase64(format, base64, samples))
        return std::nullopt;
    if (std::exchange(converted, format) != format)
        forget();
    if (format == wire::AudioFormat::pcm)
        return samples;
    if (!converter)
        converter.emplace(wire::sampleRate(format), audio::wireSampleRate);
    return converter->process(samples);
}

std::vector<std::int16_t> InputSpeech::finish()
{
    return converter ? converter->finish() : std::vector<std::int16_t>();
}

} // namespace parley::service
