// SPDX-License-Identifier: Apache-2.0
#include "Wire/AudioFormat.h"

#include "Audio/G711.h"
#include "Audio/Pcm16.h"
#include "Wire/Detail/JsonFields.h"

namespace parley::wire
{
namespace
{

const char* nameOf(AudioFormat format)
{
    switch (format)
    {
    case AudioFormat::pcm:
        return "audio/pcm";
    case AudioFormat::pcmu:
        return "audio/pcmu";
    case AudioFormat::pcma:
        return "audio/pcma";
    }
    return "audio/pcm";
}

audio::Law lawOf(AudioFormat format)
{
    return format == AudioFormat::pcmu ? audio::Law::mu : audio::Law::a;
}

} // namespace

int sampleRate(AudioFormat format) noexcept
{
    return format == AudioFormat::pcm ? audio::wireSampleRate : audio::telephoneSampleRate;
}

nlohmann::json toJson(AudioFormat format)
{
    if (format == AudioFormat::pcm)
        return {{"type", nameOf(format)}, {"rate", audio::wireSampleRate}};
    return {{"type", nameOf(format)}};
}

std::optional<AudioFormat> audioFormatFrom(const nlohmann::json& json)
{
    const auto name = textField(json, "type");
    for (const auto format : {AudioFormat::pcm, AudioFormat::pcmu, AudioFormat::pcma})
        if (name == nameOf(format))
            return format;
    return std::nullopt;
}

void appendBase64(AudioFormat format, std::span<const std::int16_t> samples, std::string& to)
{
    if (format == AudioFormat::pcm)
    {
        audio::appendBase64(samples, to);
        return;
    }
    std::vector<std::uint8_t> bytes(samples.size());
    audio::compress(lawOf(format), samples, bytes);
    audio::appendBase64(bytes, to);
}

bool decodeBase64(AudioFormat format, std::string_view base64, std::vector<std::int16_t>& to)
{
    if (format == AudioFormat::pcm)
        return audio::decodeBase64(base64, to);
    std::vector<std::uint8_t> bytes;
    if (!audio::decodeBase64(base64, bytes))
        return false;
    const auto start = to.size();
    to.resize(start + bytes.size());
    audio::expand(lawOf(format), bytes, std::span(to).subspan(start));
    return true;
}

} // namespace parley::wire
