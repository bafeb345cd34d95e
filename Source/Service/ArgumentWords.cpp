// SPDX-License-Identifier: Apache-2.0
#include "Service/ArgumentWords.h"

#include "Service/SpokenWords.h"
#include "Service/WordForms.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace parley::service
{
namespace
{

bool isPreposition(const std::string& word)
{
    return isAmong(word, {"in", "for", "to", "of", "about", "at", "on", "from", "with", "by"});
}

bool looksLike(std::string_view piece, std::string_view format)
{
    if (format == "uri")
        return piece.find("://") != std::string_view::npos;
    const auto at = piece.find('@');
    return format == "email" && at != std::string_view::npos && at > 0 && piece.find('.', at) != std::string_view::npos;
}

} // namespace

ArgumentWords::ArgumentWords(std::string line)
    : said(std::move(line))
    , lowered(lowerCase(said))
    , words(wordsOf(said))
{
    for (const auto& word : words)
        if (const auto number = numberIn(word); number.has_value() && std::isfinite(*number))
            numbers.push_back(*number);
}

bool ArgumentWords::has(const wire::Json& value) const
{
    if (value.is_number())
        return std::ranges::count(numbers, value.get<double>()) > 0;
    if (!value.is_string())
        return false;
    const auto& text = value.get_ref<const std::string&>();
    return text.size() <= lowered.size() && lowered.find(lowerCase(text)) != std::string::npos;
}

bool ArgumentWords::hasName(const std::string& property) const
{
    return holds(words, property);
}

bool ArgumentWords::truth() const
{
    return std::ranges::none_of(words, [](const auto& word) { return isAmong(word, {"off", "not", "no", "false"}); });
}

std::optional<double> ArgumentWords::takeNumber()
{
    return nextNumber < numbers.size() ? std::optional(numbers[nextNumber++]) : std::nullopt;
}

std::optional<std::string> ArgumentWords::takeText(const std::string& property)
{
    const auto name = stem(lowerCase(property));
    const auto named = std::ranges::find_if(words, [&](const auto& word) { return stem(word) == name; });
    if (named != words.end() && std::next(named) != words.end())
        return joined(std::next(named));
    for (auto place = words.begin() + static_cast<std::ptrdiff_t>(nextWord); place != words.end(); ++place)
        if (isPreposition(*place) && std::next(place) != words.end())
            return joined(std::next(place));
    return std::nullopt;
}

std::optional<std::string> ArgumentWords::pieceOf(std::string_view format) const
{
    constexpr std::string_view around = " \t\r\n,;:!?.\"'()<>";
    for (std::size_t begin = 0; begin < said.size();)
    {
        const auto end = std::min(said.find_first_of(" \t\r\n", begin), said.size());
        auto piece = std::string_view(said).substr(begin, end - begin);
        piece.remove_prefix(std::min(piece.find_first_not_of(around), piece.size()));
        piece = piece.substr(0, piece.find_last_not_of(around) + 1);
        if (looksLike(piece, format))
            return std::string(piece);
        begin = end + 1;
    }
    return std::nullopt;
}

/// From here to the next preposition or "and".
std::optional<std::string> ArgumentWords::joined(Words::const_iterator place)
{
    if (isAmong(*place, {"is", "the", "a", "an"}) && std::next(place) != words.end())
        ++place;
    std::string text;
    for (; place != words.end() && !isPreposition(*place) && *place != "and" && *place != "please"; ++place)
        text += (text.empty() ? "" : " ") + *place;
    nextWord = static_cast<std::size_t>(place - words.begin());
    return text.empty() ? std::nullopt : std::optional(asWritten(text));
}

/// The words as they stand in the line, with their capitals, where they stand there together.
std::string ArgumentWords::asWritten(const std::string& text) const
{
    const auto place = lowered.find(text);
    return place == std::string::npos ? text : said.substr(place, text.size());
}

} // namespace parley::service
