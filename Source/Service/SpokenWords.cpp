// SPDX-License-Identifier: Apache-2.0
#include "Service/SpokenWords.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
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

std::optional<double> tensIn(const std::string& word)
{
    constexpr std::array<std::string_view, 8> names = {"twenty", "thirty",  "forty",  "fifty",
                                                       "sixty",  "seventy", "eighty", "ninety"};
    const auto found = std::ranges::find(names, word);
    return found == names.end() ? std::nullopt
                                : std::optional(20.0 + 10.0 * static_cast<double>(found - names.begin()));
}

bool isWholeHundreds(double number)
{
    return number >= 100.0 && std::fmod(number, 100.0) == 0.0;
}

/// Whether "twenty" or "two hundred" goes on with this number.
bool leavesRoomFor(double number, double unit)
{
    const bool isTens = number >= 20.0 && std::fmod(number, 10.0) == 0.0 && unit < 10.0;
    return isTens || (isWholeHundreds(number) && unit < 20.0);
}

/// Takes in the word at this place, or that behind an "and", where both make a number.
bool join(double& number, const std::vector<std::string>& words, std::size_t& place)
{
    const auto next = place + (number >= 100.0 && place < words.size() && words[place] == "and" ? 1U : 0U);
    if (next >= words.size())
        return false;
    const auto tens = tensIn(words[next]);
    const auto more = tens.has_value() ? tens : numberIn(words[next]);
    if (!more.has_value() || !(tens.has_value() ? isWholeHundreds(number) : leavesRoomFor(number, *more)))
        return false;
    number += *more;
    place = next + 1;
    return true;
}

} // namespace

std::string lowerCase(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

std::vector<PlacedWord> placedWordsOf(std::string_view text)
{
    std::vector<PlacedWord> words;
    std::size_t begin = 0;
    bool isInside = false;
    for (std::size_t place = 0; place <= text.size(); ++place)
    {
        const bool isOf = place < text.size() && isOfWord(text, place);
        if (isOf && !isInside)
            begin = place;
        if (!isOf && isInside)
            words.push_back({lowerCase(text.substr(begin, place - begin)), begin, place});
        isInside = isOf;
    }
    return words;
}

std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    for (auto& placed : placedWordsOf(text))
        words.push_back(std::move(placed.word));
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

std::optional<double> numberAt(const std::vector<std::string>& words, std::size_t& place)
{
    if (place >= words.size())
        return std::nullopt;
    auto number = tensIn(words[place]);
    if (!number.has_value())
        number = numberIn(words[place]);
    if (!number.has_value())
        return std::nullopt;
    ++place;
    if (place < words.size() && words[place] == "hundred" && *number < 10.0)
    {
        *number *= 100.0;
        ++place;
    }
    // Tens and a unit: more words there are not, however long the line.
    if (join(*number, words, place))
        join(*number, words, place);
    return number;
}

} // namespace parley::service
