// SPDX-License-Identifier: Apache-2.0
#include "Audio/Wav.h"

#include "Audio/Pcm16.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <string_view>

namespace parley::audio
{
namespace
{

using Bytes = std::span<const std::byte>;

constexpr std::uint16_t formatPcm = 1;
constexpr std::uint16_t formatFloat = 3;
constexpr std::uint16_t formatExtensible = 0xFFFE;
constexpr std::size_t riffHeaderBytes = 12;
constexpr std::size_t chunkHeaderBytes = 8;
constexpr std::size_t formatBytes = 16;
constexpr std::size_t subFormatOffset = 24;
constexpr std::uint32_t unknownSize = 0xFFFFFFFFU;

struct Format
{
    std::uint16_t tag = 0;
    std::uint16_t channels = 0;
    std::uint32_t sampleRate = 0;
    std::uint16_t frameBytes = 0;
    std::uint16_t bits = 0;
};

template <typename T>
T load(Bytes bytes, std::size_t at)
{
    static_assert(std::endian::native == std::endian::little, "RIFF is little-endian");
    T value{};
    std::memcpy(&value, bytes.data() + at, sizeof(T));
    return value;
}

bool begins(Bytes bytes, std::size_t at, std::string_view name)
{
    return at + name.size() <= bytes.size() && std::memcmp(bytes.data() + at, name.data(), name.size()) == 0;
}

std::string quoteStart(Bytes bytes)
{
    constexpr std::size_t shown = 12;
    if (bytes.empty())
        return "nothing, it is empty";
    std::string text = "\"";
    for (const auto byte : bytes.first(std::min(shown, bytes.size())))
    {
        const auto character = std::to_integer<char>(byte);
        text += character >= ' ' && character <= '~' ? character : '.';
    }
    return text + "\"";
}

Error invalidFile(const std::string& name, const std::string& what)
{
    return Error{ErrorCode::fileInvalid, name + " " + what, name};
}

std::string describe(const Format& format)
{
    return "format " + std::to_string(format.tag) + " with " + std::to_string(format.bits) + " bits, " +
           std::to_string(format.channels) + " channels at " + std::to_string(format.sampleRate) + " Hz and " +
           std::to_string(format.frameBytes) + " bytes a frame";
}

bool isSupported(const Format& format)
{
    const bool isPcm =
        format.tag == formatPcm && (format.bits == 8 || format.bits == 16 || format.bits == 24 || format.bits == 32);
    const bool isFloat = format.tag == formatFloat && (format.bits == 32 || format.bits == 64);
    return (isPcm || isFloat) && format.channels > 0 && format.sampleRate > 0 &&
           format.sampleRate <= static_cast<std::uint32_t>(std::numeric_limits<int>::max()) &&
           format.frameBytes == format.channels * (format.bits / 8);
}

std::optional<Format> readFormat(Bytes chunk)
{
    if (chunk.size() < formatBytes)
        return std::nullopt;
    Format format{load<std::uint16_t>(chunk, 0), load<std::uint16_t>(chunk, 2), load<std::uint32_t>(chunk, 4),
                  load<std::uint16_t>(chunk, 12), load<std::uint16_t>(chunk, 14)};
    if (format.tag == formatExtensible)
    {
        if (chunk.size() < subFormatOffset + 2)
            return std::nullopt;
        format.tag = load<std::uint16_t>(chunk, subFormatOffset);
    }
    return format;
}

float sampleAt(const Format& format, Bytes data, std::size_t at)
{
    if (format.tag == formatFloat)
    {
        const float sample = format.bits == 32 ? load<float>(data, at) : static_cast<float>(load<double>(data, at));
        return std::isfinite(sample) ? sample : 0.0F;
    }
    if (format.bits == 8)
        return (static_cast<float>(load<std::uint8_t>(data, at)) - 128.0F) / 128.0F;
    if (format.bits == 16)
        return static_cast<float>(load<std::int16_t>(data, at)) / 32768.0F;
    if (format.bits == 32)
        return static_cast<float>(load<std::int32_t>(data, at)) / 2147483648.0F;
    const auto low = load<std::uint16_t>(data, at);
    const auto high = load<std::int8_t>(data, at + 2);
    return static_cast<float>(high * 65536 + low) / 8388608.0F;
}

WavAudio decode(const Format& format, Bytes data)
{
    const std::size_t sampleBytes = format.bits / 8U;
    const auto count = data.size() / format.frameBytes * format.channels;
    WavAudio audio;
    audio.sampleRate = static_cast<int>(format.sampleRate);
    audio.channels = format.channels;
    audio.samples.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        audio.samples[i] = sampleAt(format, data, i * sampleBytes);
    return audio;
}

/// How many bytes of the data chunk are there, which stands before `rest` bytes of the file.
std::size_t dataSize(Bytes file, std::uint32_t said, std::size_t rest)
{
    // A writer that could not go back leaves 0 or -1; a true 0 stands in a file whose own size is right.
    const bool isClosed = load<std::uint32_t>(file, 4) + chunkHeaderBytes == file.size();
    const bool isStreamed = said == unknownSize || (said == 0 && !isClosed);
    return isStreamed ? rest : std::min<std::size_t>(said, rest);
}

template <typename T>
void store(std::string& bytes, T value)
{
    std::array<char, sizeof(T)> raw{};
    std::memcpy(raw.data(), &value, sizeof(T));
    bytes.append(raw.data(), raw.size());
}

std::string headerFor(const WavAudio& audio, std::uint32_t dataBytes)
{
    const auto channels = static_cast<std::uint16_t>(audio.channels);
    const auto rate = static_cast<std::uint32_t>(audio.sampleRate);
    const auto frameBytes = static_cast<std::uint16_t>(channels * sizeof(std::int16_t));
    std::string bytes = "RIFF";
    store<std::uint32_t>(bytes, dataBytes + 36);
    bytes += "WAVEfmt ";
    store<std::uint32_t>(bytes, formatBytes);
    store(bytes, formatPcm);
    store(bytes, channels);
    store(bytes, rate);
    store<std::uint32_t>(bytes, rate * frameBytes);
    store(bytes, frameBytes);
    store<std::uint16_t>(bytes, 16);
    bytes += "data";
    store(bytes, dataBytes);
    return bytes;
}

} // namespace

std::vector<float> WavAudio::mono() const
{
    std::vector<float> mixed(frames());
    const auto width = static_cast<std::size_t>(std::max(channels, 1));
    for (std::size_t frame = 0; frame < mixed.size(); ++frame)
    {
        double sum = 0;
        for (std::size_t channel = 0; channel < width; ++channel)
            sum += static_cast<double>(samples[frame * width + channel]);
        mixed[frame] = static_cast<float>(sum / static_cast<double>(width));
    }
    return mixed;
}

Result<WavAudio> parseWav(std::span<const std::byte> bytes, const std::string& nameForErrors)
{
    if (!begins(bytes, 0, "RIFF") || !begins(bytes, 8, "WAVE"))
        return invalidFile(nameForErrors, "is not a WAV file: it begins with " + quoteStart(bytes) +
                                              ". Give the name of a RIFF WAVE file.");
    std::optional<Format> format;
    for (auto at = riffHeaderBytes; at + chunkHeaderBytes <= bytes.size();)
    {
        const auto size = load<std::uint32_t>(bytes, at + 4);
        const auto start = at + chunkHeaderBytes;
        const auto rest = bytes.size() - start;
        if (begins(bytes, at, "data"))
        {
            if (!format)
                return invalidFile(nameForErrors, "has a broken header: its data stand before their format. Save it "
                                                  "again with an audio editor.");
            return decode(*format, bytes.subspan(start, dataSize(bytes, size, rest)));
        }
        if (begins(bytes, at, "fmt "))
        {
            format = readFormat(bytes.subspan(start, std::min<std::size_t>(size, rest)));
            if (!format || !isSupported(*format))
                return invalidFile(nameForErrors,
                                   (format ? "is a WAV file of a kind Parley does not read: " + describe(*format)
                                           : std::string("has a broken header: its format is too short")) +
                                       ". Save it as 16-bit PCM.");
        }
        at = start + size + size % 2;
    }
    return invalidFile(nameForErrors, "has a broken header: no audio data were found. Save it again with an audio "
                                      "editor.");
}

Result<WavAudio> readWav(const std::filesystem::path& file)
{
    std::error_code problem;
    if (!std::filesystem::exists(file, problem))
        return Error{ErrorCode::fileNotFound, file.string() + " was not found; check the name of the WAV file.",
                     file.string(), "", ""};
    std::ifstream stream(file, std::ios::binary);
    if (!std::filesystem::is_regular_file(file, problem) || !stream)
        return invalidFile(file.string(), "cannot be read; check that it is a file and that you may read it.");
    const std::vector<char> content{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    return parseWav(std::as_bytes(std::span(content)), file.string());
}

Result<void> writeWav(const std::filesystem::path& file, const WavAudio& audio)
{
    const auto dataBytes = audio.samples.size() * sizeof(std::int16_t);
    const bool isWhole = audio.channels > 0 && audio.channels <= 0x7FFF &&
                         audio.samples.size() % static_cast<std::size_t>(audio.channels) == 0;
    if (!isWhole || audio.sampleRate <= 0 || dataBytes > unknownSize - riffHeaderBytes * 4)
        return Error{ErrorCode::invalidArgument,
                     "A WAV file needs a sample rate, whole frames and less than 4 GB; nothing was written.",
                     file.string(), "", ""};
    std::vector<std::int16_t> samples(audio.samples.size());
    floatToPcm16(audio.samples, samples);
    const auto header = headerFor(audio, static_cast<std::uint32_t>(dataBytes));
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream.write(header.data(), static_cast<std::streamsize>(header.size()));
    stream.write(reinterpret_cast<const char*>(samples.data()), static_cast<std::streamsize>(dataBytes));
    stream.close();
    if (!stream)
        return Error{ErrorCode::fileInvalid,
                     file.string() + " cannot be written; check that its folder exists, that you may write there and "
                                     "that the disk is not full.",
                     file.string(), "", ""};
    return {};
}

} // namespace parley::audio
