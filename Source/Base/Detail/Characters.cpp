// SPDX-License-Identifier: Apache-2.0
#include "Base/Detail/Characters.h"

#include <cstdint>

namespace parley
{

char32_t takeCharacter(std::string_view& text) noexcept
{
    const auto lead = static_cast<std::uint8_t>(text.front());
    const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length == 1 || text.size() < length)
    {
        text.remove_prefix(1);
        return lead;
    }
    auto character = static_cast<char32_t>(lead & (0x7F >> length));
    for (std::size_t i = 1; i < length; ++i)
        character = (character << 6) | (static_cast<std::uint8_t>(text[i]) & 0x3F);
    text.remove_prefix(length);
    return character;
}

bool isOfWord(char32_t c) noexcept
{
    if (c < 0x80)
        return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c == U'_';
    const bool isPunctuation = c < 0xC0 || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c <= 0x206F) ||
                               (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF0F);
    return !isPunctuation;
}

bool isApostrophe(char32_t c) noexcept
{
    return c == U'\'' || c == 0x2019;
}

std::size_t lengthOfWholeWords(std::string_view text) noexcept
{
    std::size_t whole = 0;
    for (auto rest = text; !rest.empty();)
        if (const auto c = takeCharacter(rest); !isOfWord(c) && !isApostrophe(c))
            whole = text.size() - rest.size();
    return whole;
}

std::string shortened(std::string text, std::size_t longest)
{
    if (text.size() <= longest)
        return text;
    while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xC0U) == 0x80U)
        --longest;
    text.resize(longest);
    return text;
}

} // namespace parley
