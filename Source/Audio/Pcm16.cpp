// SPDX-License-Identifier: Apache-2.0
#include "Audio/Pcm16.h"

#include "Audio/Detail/Base64Blocks.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>

namespace parley::audio
{
namespace
{

static_assert(std::endian::native == std::endian::little, "the samples of the wire are little-endian");

constexpr float fullScale = 32768.0F;
constexpr std::int32_t highestSample = 32767;
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint32_t invalid = 0xFF000000U;

using TwoCharacters = std::array<char, 2>;

/// The two characters of every 12-bit value.
constexpr std::array<TwoCharacters, 4096> encodeTable = []
{
    std::array<TwoCharacters, 4096> table{};
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = {alphabet[i >> 6U], alphabet[i & 63U]};
    return table;
}();

/// For each place in a group of four characters: the character's bits where they belong in the group's three bytes, the
/// first byte lowest, as they lie in memory.
constexpr std::array<std::array<std::uint32_t, 256>, 4> decodeTables = []
{
    std::array<std::array<std::uint32_t, 256>, 4> tables{};
    for (std::size_t place = 0; place < 4; ++place)
    {
        tables[place].fill(invalid);
        for (std::uint32_t value = 0; value < alphabet.size(); ++value)
        {
            const auto group = value << (6U * (3U - place));
            const auto inMemory = (group >> 16U) | (group & 0xFF00U) | (group & 0xFFU) << 16U;
            tables[place][static_cast<unsigned char>(alphabet[value])] = inMemory;
        }
    }
    return tables;
}();

std::uint32_t decodeGroup(const char* group)
{
    return decodeTables[0][static_cast<unsigned char>(group[0])] |
           decodeTables[1][static_cast<unsigned char>(group[1])] |
           decodeTables[2][static_cast<unsigned char>(group[2])] |
           decodeTables[3][static_cast<unsigned char>(group[3])];
}

/// How many bytes the text stands for. False when it cannot be padded base64.
bool measure(std::string_view base64, std::size_t& byteCount)
{
    if (base64.size() % 4 != 0)
        return false;
    std::size_t padding = 0;
    if (base64.ends_with("=="))
        padding = 2;
    else if (base64.ends_with('='))
        padding = 1;
    byteCount = base64.size() / 4 * 3 - padding;
    return true;
}

/// Decodes whole groups only; false when a character is none of the alphabet.
bool decodeWholeGroups(std::string_view groups, unsigned char* to)
{
    std::uint32_t seen = 0;
    const auto begin = decodeBase64Blocks(groups, to);
    to += begin / 4 * 3;
    for (auto at = begin; at < groups.size(); at += 4, to += 3)
    {
        const auto bits = decodeGroup(groups.data() + at);
        seen |= bits;
        std::memcpy(to, &bits, 3);
    }
    return (seen & invalid) == 0;
}

/// Decodes the last, padded group; false also when bits that stand for no byte are set.
bool decodePaddedGroup(std::string_view group, std::size_t byteCount, unsigned char* to)
{
    std::array<char, 4> filled = {group[0], group[1], byteCount == 2 ? group[2] : 'A', 'A'};
    const auto bits = decodeGroup(filled.data());
    const auto unused = byteCount == 2 ? 0xFF0000U : 0xFFFF00U;
    std::memcpy(to, &bits, byteCount);
    return (bits & (invalid | unused)) == 0;
}

/// Appends what the text stands for; false, and `to` as it was, when it is no base64 of whole elements.
template <typename Element>
bool decodeAppending(std::string_view base64, std::vector<Element>& to)
{
    std::size_t byteCount = 0;
    if (!measure(base64, byteCount) || byteCount % sizeof(Element) != 0)
        return false;
    const auto start = to.size();
    to.resize(start + byteCount / sizeof(Element));
    auto* bytes = reinterpret_cast<unsigned char*>(to.data() + start);
    const auto rest = byteCount % 3;
    const auto whole = rest == 0 ? base64.size() : base64.size() - 4;
    bool isValid = decodeWholeGroups(base64.substr(0, whole), bytes);
    if (isValid && rest != 0)
        isValid = decodePaddedGroup(base64.substr(whole), rest, bytes + byteCount - rest);
    if (!isValid)
        to.resize(start);
    return isValid;
}

char* encodeThree(std::uint32_t group, char* to)
{
    std::memcpy(to, encodeTable[group >> 12U].data(), 2);
    std::memcpy(to + 2, encodeTable[group & 4095U].data(), 2);
    return to + 4;
}

/// Clips at full scale and makes NaN silence. On the bits, because comparing floats keeps a compiler from vectorising.
float clipped(float sample)
{
    constexpr std::int32_t one = 0x3F800000;
    constexpr std::int32_t infinity = 0x7F800000;
    const auto bits = std::bit_cast<std::int32_t>(sample);
    const auto magnitude = bits & std::numeric_limits<std::int32_t>::max();
    const auto limited = magnitude > infinity ? 0 : std::min(magnitude, one);
    return std::bit_cast<float>(limited | (bits & std::numeric_limits<std::int32_t>::min()));
}

} // namespace

void floatToPcm16(std::span<const float> from, std::span<std::int16_t> to) noexcept
{
    // Adding and taking away 1.5 * 2^23 rounds to the nearest whole number.
    constexpr float rounder = 12582912.0F;
    const auto count = std::min(from.size(), to.size());
    for (std::size_t i = 0; i < count; ++i)
    {
        const float rounded = (clipped(from[i]) * fullScale + rounder) - rounder;
        to[i] = static_cast<std::int16_t>(std::min(static_cast<std::int32_t>(rounded), highestSample));
    }
}

void pcm16ToFloat(std::span<const std::int16_t> from, std::span<float> to) noexcept
{
    const auto count = std::min(from.size(), to.size());
    for (std::size_t i = 0; i < count; ++i)
        to[i] = static_cast<float>(from[i]) * (1 / fullScale);
}

void appendBase64(std::span<const std::uint8_t> bytes, std::string& to)
{
    const auto byteCount = bytes.size();
    const auto start = to.size();
    to.resize(start + (byteCount + 2) / 3 * 4);
    char* out = to.data() + start;
    std::size_t at = 0;
    for (; at + 3 <= byteCount; at += 3)
        out = encodeThree(static_cast<std::uint32_t>(bytes[at] << 16 | bytes[at + 1] << 8 | bytes[at + 2]), out);
    const auto rest = byteCount - at;
    if (rest == 0)
        return;
    const int second = rest == 2 ? bytes[at + 1] << 8 : 0;
    out = encodeThree(static_cast<std::uint32_t>(bytes[at] << 16 | second), out);
    std::fill(out - (3 - rest), out, '=');
}

void appendBase64(std::span<const std::int16_t> samples, std::string& to)
{
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(samples.data());
    appendBase64(std::span(bytes, samples.size_bytes()), to);
}

bool decodeBase64(std::string_view base64, std::vector<std::uint8_t>& to)
{
    return decodeAppending(base64, to);
}

bool decodeBase64(std::string_view base64, std::vector<std::int16_t>& to)
{
    return decodeAppending(base64, to);
}

} // namespace parley::audio
