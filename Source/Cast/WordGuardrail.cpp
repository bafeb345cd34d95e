// SPDX-License-Identifier: Apache-2.0
#include "Cast/WordGuardrail.h"

#include "Base/Detail/Characters.h"

#include <algorithm>
#include <string_view>

namespace parley::cast
{
namespace
{

using Words = std::vector<std::u32string>;

/// Simple case folding (Unicode CaseFolding.txt, status C) of the Latin, Greek and Cyrillic blocks.
char32_t folded(char32_t c)
{
    const auto isIn = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
    if (isIn(U'A', U'Z') || (isIn(0xC0, 0xDE) && c != 0xD7) || isIn(0x391, 0x3A9) || isIn(0x410, 0x42F))
        return c + 32;
    if (isIn(0x400, 0x40F))
        return c + 80;
    const bool upperIsOdd = isIn(0x139, 0x148) || isIn(0x179, 0x17E);
    if (isIn(0x100, 0x17F) && c != 0x130 && c != 0x131 && c != 0x138 && c != 0x149 && c != 0x178 && c != 0x17F)
        return (c % 2 == 1) == upperIsOdd ? c + 1 : c;
    return c == 0x3C2 ? 0x3C3 : c;
}

Words wordsOf(std::string_view text)
{
    Words words(1);
    while (!text.empty())
    {
        const auto c = takeCharacter(text);
        auto ahead = text;
        const bool joins = isApostrophe(c) && !words.back().empty() && !ahead.empty() && isOfWord(takeCharacter(ahead));
        if (isOfWord(c))
            words.back() += folded(c);
        else if (joins)
            words.back() += U'\'';
        else if (!words.back().empty())
            words.emplace_back();
    }
    if (words.back().empty())
        words.pop_back();
    return words;
}

struct Phrase
{
    std::string asWritten;
    Words words;
};

std::vector<Phrase> phrasesOf(const std::vector<std::string>& written)
{
    std::vector<Phrase> phrases;
    for (const auto& one : written)
        if (auto words = wordsOf(one); !words.empty())
            phrases.push_back({one, std::move(words)});
    return phrases;
}

} // namespace

realtime::OutputGuardrail makeGuardrail(const WordGuardrail& guardrail)
{
    return {guardrail.name,
            [phrases = phrasesOf(guardrail.words),
             reason = guardrail.reason](const realtime::GuardrailLook& look) -> std::optional<realtime::GuardrailTrip>
            {
                const auto said = wordsOf(look.text);
                for (const auto& phrase : phrases)
                    if (std::search(said.begin(), said.end(), phrase.words.begin(), phrase.words.end()) != said.end())
                        return realtime::GuardrailTrip{reason.empty() ? "Do not say \"" + phrase.asWritten + "\"."
                                                                      : reason};
                return std::nullopt;
            }};
}

} // namespace parley::cast
