// SPDX-License-Identifier: Apache-2.0
#include "Voice/SentenceSplitter.h"

#include "Voice/Detail/CodePoints.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace parley::voice
{
namespace
{

using View = std::u32string_view;

constexpr View blanks = U" \t\r\n\u00A0\u3000";
constexpr View lineEnds = U"\r\n\u2028\u2029";
constexpr View marks = U".!?\u2026";
constexpr View wideMarks = U"\u3002\uFF01\uFF1F\uFF61";
constexpr View closers = U"\"')]}\u2019\u201D\u00BB\u300D\u300F\uFF09\u3011";
constexpr View clauseMarks = U",;:\u3001\uFF0C\uFF1B";

/// Never the end of a sentence.
constexpr std::array<View, 33> abbreviations{
    U"mr",  U"mrs", U"ms",  U"dr",     U"prof", U"sr",  U"st",     U"gen", U"col",  U"sgt", U"capt",
    U"lt",  U"rev", U"hon", U"gov",    U"sen",  U"rep", U"pres",   U"vs",  U"e.g",  U"i.e", U"cf",
    U"z.b", U"d.h", U"bzw", U"approx", U"ca",   U"mt",  U"messrs", U"mme", U"mlle", U"hr",  U"fr"};
/// None before a number.
constexpr std::array<View, 24> beforeNumbers{U"no",  U"nr",  U"fig",  U"vol", U"ch",  U"sec", U"art", U"eq",
                                             U"p",   U"pp",  U"jan",  U"feb", U"mar", U"apr", U"jun", U"jul",
                                             U"aug", U"sep", U"sept", U"oct", U"nov", U"dec", U"par", U"tel"};

bool isIn(View set, char32_t c)
{
    return set.find(c) != View::npos;
}

bool isDigit(char32_t c)
{
    return c >= U'0' && c <= U'9';
}

bool isLetter(char32_t c)
{
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7);
}

/// Of the Latin letters of Europe; Greek and Cyrillic ones by their ranges.
bool isSmall(char32_t c)
{
    return (c >= U'a' && c <= U'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7) || (c >= 0x3B1 && c <= 0x3C9) ||
           (c >= 0x430 && c <= 0x45F);
}

char32_t lower(char32_t c)
{
    return c >= U'A' && c <= U'Z' ? c + 32 : c;
}

template <std::size_t count>
bool isOneOf(const std::array<View, count>& words, View word)
{
    return std::ranges::find(words, word) != words.end();
}

/// The word that ends before `end`, dots inside it included, in small letters.
std::u32string wordBefore(View text, std::size_t end)
{
    auto begin = end;
    while (begin > 0 && (isLetter(text[begin - 1]) || text[begin - 1] == U'.'))
        --begin;
    std::u32string word(text.substr(begin, end - begin));
    std::ranges::transform(word, word.begin(), lower);
    return word;
}

/// The dot there belongs to what stands before it. `next`: what follows behind the blanks, 0 for nothing.
bool isPartOfWord(View text, std::size_t dot, char32_t next)
{
    const auto word = wordBefore(text, dot);
    const auto isBlank = [](char32_t c) { return isIn(blanks, c); };
    if (word.empty())
        // "1. First": the number of a list.
        return dot > 0 &&
               std::ranges::all_of(text.substr(0, dot), [&](char32_t c) { return isDigit(c) || isBlank(c); });
    if (isOneOf(abbreviations, word))
        return true;
    if (word.size() == 1 && word != U"i" && isLetter(text[dot - 1]) && !isSmall(text[dot - 1]))
        return true;
    return isDigit(next) && isOneOf(beforeNumbers, word);
}

bool isClosingAt(View text, std::size_t at)
{
    return isIn(marks, text[at]) || isIn(wideMarks, text[at]) || isIn(closers, text[at]);
}

struct Found
{
    std::optional<std::size_t> end; ///< Of the sentence.
    std::size_t next = 0;           ///< Else: where to look on.
    bool waits = false;             ///< What follows decides.
};

/// What the mark at this place means.
Found judge(View text, std::size_t mark)
{
    auto end = mark + 1;
    while (end < text.size() && isClosingAt(text, end))
        ++end;
    if (end == text.size())
        return {{}, end, true};
    if (isIn(wideMarks, text[mark]))
        return {end, end};
    if (!isIn(blanks, text[end]) && !isIn(lineEnds, text[end]))
        return {{}, end};
    auto next = end;
    while (next < text.size() && isIn(blanks, text[next]) && !isIn(lineEnds, text[next]))
        ++next;
    if (next == text.size())
        return {{}, end, true};
    const bool isSingleDot = text[mark] == U'.' && (end == mark + 1 || !isIn(marks, text[mark + 1]));
    if (isSingleDot && isPartOfWord(text, mark, text[next]))
        return {{}, end};
    if (isSmall(text[next]))
        return {{}, end};
    return {end, end};
}

/// The end of the first sentence, if it is there.
std::optional<std::size_t> firstEnd(View text)
{
    for (std::size_t at = 0; at < text.size();)
    {
        if (isIn(lineEnds, text[at]))
            return at + 1;
        if (!isIn(marks, text[at]) && !isIn(wideMarks, text[at]))
        {
            ++at;
            continue;
        }
        const auto found = judge(text, at);
        if (found.end || found.waits)
            return found.end;
        at = found.next;
    }
    return std::nullopt;
}

/// Where text that goes on too long is cut.
std::size_t placeToCut(View text)
{
    const auto reach = text.substr(0, SentenceSplitter::longestSentence);
    for (const auto set : {clauseMarks, blanks})
        if (const auto at = reach.find_last_of(set); at != View::npos && at >= reach.size() / 3)
            return at + 1;
    return reach.size();
}

bool isSpeakable(View sentence)
{
    return std::ranges::any_of(
        sentence, [](char32_t c)
        { return isDigit(c) || isLetter(c) || (c >= 0x2070 && (c < 0x3000 || c > 0x303F) && !isIn(wideMarks, c)); });
}

void append(std::vector<std::string>& sentences, View sentence)
{
    const auto begin = sentence.find_first_not_of(blanks);
    if (begin == View::npos || !isSpeakable(sentence))
        return;
    sentences.push_back(toUtf8(sentence.substr(begin, sentence.find_last_not_of(blanks) + 1 - begin)));
}

} // namespace

std::vector<std::string> SentenceSplitter::cut(bool isComplete)
{
    std::vector<std::string> sentences;
    View rest = text;
    for (;;)
    {
        auto end = firstEnd(rest);
        if (end.value_or(rest.size()) > longestSentence)
            end = placeToCut(rest);
        if (!end && isComplete && !rest.empty())
            end = rest.size();
        if (!end)
            break;
        append(sentences, rest.substr(0, *end));
        rest.remove_prefix(*end);
    }
    text = std::u32string(rest.substr(std::min(rest.find_first_not_of(blanks), rest.size())));
    return sentences;
}

std::vector<std::string> SentenceSplitter::add(std::string_view piece)
{
    unfinished += piece;
    text += takeCodePoints(unfinished);
    return cut(false);
}

std::vector<std::string> SentenceSplitter::pause()
{
    const View whole = text;
    const auto last = whole.find_last_not_of(blanks);
    if (last == View::npos)
        return {};
    auto mark = last;
    while (mark > 0 && isIn(closers, whole[mark]))
        --mark;
    const bool isMark = isIn(marks, whole[mark]) || isIn(wideMarks, whole[mark]);
    if (!isMark || (whole[mark] == U'.' && isPartOfWord(whole, mark, 0)))
        return {};
    return cut(true);
}

std::vector<std::string> SentenceSplitter::finish()
{
    if (!std::exchange(unfinished, {}).empty())
        text.push_back(0xFFFD);
    return cut(true);
}

} // namespace parley::voice
