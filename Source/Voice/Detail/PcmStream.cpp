// SPDX-License-Identifier: Apache-2.0
#include "Voice/Detail/PcmStream.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace parley::voice
{
namespace
{

Error noPcm(const std::string& found)
{
    return {ErrorCode::protocolIncompatible,
            "The service sent " + found +
                " where 24 kHz raw PCM was asked for: use a service that knows response_format pcm.",
            "speech"};
}

} // namespace

std::optional<Error> PcmStream::faultInType(std::string_view contentType)
{
    for (const std::string_view wrong : {"text/", "application/json", "audio/mpeg", "audio/opus", "audio/ogg",
                                         "audio/aac", "audio/flac", "audio/wav", "audio/x-wav"})
        if (contentType.starts_with(wrong))
            return noPcm(std::string(contentType.substr(0, contentType.find(';'))));
    return std::nullopt;
}

std::vector<std::int16_t> PcmStream::read(std::string_view bytes)
{
    for (std::size_t i = 0; count + i < sizeof begin && i < bytes.size(); ++i)
        begin[count + i] = bytes[i];
    count += bytes.size();
    std::vector<std::int16_t> samples;
    samples.reserve(bytes.size() / 2 + 1);
    for (const char byte : bytes)
    {
        const auto value = static_cast<unsigned char>(byte);
        if (const auto low = std::exchange(half, std::nullopt))
            samples.push_back(static_cast<std::int16_t>(*low | (value << 8)));
        else
            half = value;
    }
    return samples;
}

std::optional<Error> PcmStream::fault() const
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> files{{{"RIFF", "a WAV file"},
                                                                                  {"OggS", "an Ogg file"},
                                                                                  {"fLaC", "a FLAC file"},
                                                                                  {"ID3\x04", "an MP3 file"},
                                                                                  {"<htm", "a web page"}}};
    for (const auto& [magic, name] : files)
        if (count >= magic.size() && std::string_view(begin, sizeof begin) == magic)
            return noPcm(std::string(name));
    return std::nullopt;
}

std::optional<Error> PcmStream::faultAtEnd() const
{
    if (count < 2)
        return Error{ErrorCode::protocolIncompatible,
                     "The service sent no audio for a sentence: check the voice and the model, or try again.",
                     "speech"};
    return std::nullopt;
}

} // namespace parley::voice
