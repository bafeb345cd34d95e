// SPDX-License-Identifier: Apache-2.0
#include "Service/SpokenWords.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace parley::service
{
namespace
{

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80U;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Whether the character at this place belongs to a word: a point or a sign only beside digits.
bool isOfWord(std::string_view text, std::size_t place)
{
    const auto digitAt = [&](std::size_t other) { return other < text.size() && isDigit(text[other]); };
    if (isLetter(text[place]) || isDigit(text[place]))
        return true;
    if (text[place] == '.')
        return place > 0 && digitAt(place - 1) && digitAt(place + 1);
    if (text[place] == '-')
        return digitAt(place + 1) && (place == 0 || text[place - 1] == ' ');
    return text[place] == '\'' && place > 0 && isLetter(text[place - 1]);
}

} // namespace

std::string lowerCase(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    std::string word;
    for (std::size_t place = 0; place <= text.size(); ++place)
    {
        if (place < text.size() && isOfWord(text, place))
            word += text[place];
        else if (!word.empty())
            words.push_back(lowerCase(std::exchange(word, {})));
    }
    return words;
}

std::optional<double> numberIn(const std::string& word)
{
    constexpr std::array<std::string_view, 21> names = {
        "zero",     "one",     "two",     "three",     "four",     "five",     "six",
        "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
    if (const auto named = std::ranges::find(names, word); named != names.end())
        return static_cast<double>(named - names.begin());
    double number = 0;
    const auto* end = word.data() + word.size();
    const auto read = std::from_chars(word.data(), end, number);
    return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

} // namespace parley::service
