// SPDX-License-Identifier: Apache-2.0
#include "Voice/Detail/CodePoints.h"

#include <algorithm>
#include <cstddef>

namespace parley::voice
{
namespace
{

constexpr char32_t replacement = 0xFFFD;

/// How many bytes a character has that begins so; 0: none begins so.
std::size_t lengthOf(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first < 0xE0)
        return 2;
    if (first >= 0xE0 && first < 0xF0)
        return 3;
    return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

bool continues(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

char32_t decode(std::string_view character)
{
    const auto first = static_cast<unsigned char>(character.front());
    if (character.size() == 1)
        return first;
    char32_t point = first & (0x7FU >> character.size());
    for (const char byte : character.substr(1))
        point = (point << 6) | (static_cast<unsigned char>(byte) & 0x3FU);
    return point;
}

} // namespace

std::u32string takeCodePoints(std::string& bytes)
{
    std::u32string text;
    std::size_t at = 0;
    while (at < bytes.size())
    {
        const auto length = lengthOf(static_cast<unsigned char>(bytes[at]));
        std::size_t have = 1;
        while (have < length && at + have < bytes.size() && continues(bytes[at + have]))
            ++have;
        if (have < length && at + have == bytes.size())
            break;
        text.push_back(have == length ? decode(std::string_view(bytes).substr(at, length)) : replacement);
        at += have;
    }
    bytes.erase(0, at);
    return text;
}

std::string toUtf8(std::u32string_view text)
{
    std::string bytes;
    const auto put = [&](char32_t value) { bytes.push_back(static_cast<char>(static_cast<unsigned char>(value))); };
    for (const auto point : text)
    {
        if (point < 0x80)
            put(point);
        else if (point < 0x800)
            put(0xC0 | (point >> 6));
        else if (point < 0x10000)
            put(0xE0 | (point >> 12));
        else
            put(0xF0 | (point >> 18));
        for (const int shift : {12, 6, 0})
            if (point >= 0x80 && (shift < 6 || point >= (char32_t{1} << (shift == 12 ? 16 : 11))))
                put(0x80 | ((point >> shift) & 0x3F));
    }
    return bytes;
}

std::size_t countCodePoints(std::string_view utf8)
{
    return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char byte) { return !continues(byte); }));
}

} // namespace parley::voice
