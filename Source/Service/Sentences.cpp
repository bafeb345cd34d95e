// SPDX-License-Identifier: Apache-2.0
#include "Service/Sentences.h"

#include <algorithm>

namespace parley::service
{
namespace
{

constexpr std::size_t longestSentence = 400;

bool isBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool endsSentence(char c)
{
    return c == '.' || c == '!' || c == '?' || c == '\n';
}

bool isInsideCharacter(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Where a text that goes on too long is cut: at a blank, or else between two characters.
std::size_t placeToCut(std::string_view text)
{
    std::size_t place = std::min(text.size(), longestSentence);
    while (place > 0 && !isBlank(text[place - 1]))
        --place;
    if (place > 0)
        return place;
    place = longestSentence;
    while (place > 1 && isInsideCharacter(text[place]))
        --place;
    return place;
}

std::vector<std::string> joined(const std::vector<std::string>& words, std::size_t together)
{
    std::vector<std::string> groups;
    for (std::size_t i = 0; i < words.size(); ++i)
    {
        if (i % together == 0)
            groups.emplace_back();
        groups.back() += words[i];
    }
    return groups;
}

} // namespace

std::vector<std::string> splitSentences(std::string_view text)
{
    std::vector<std::string> sentences;
    while (!text.empty())
    {
        std::size_t end = 0;
        while (end < text.size() && end <= longestSentence &&
               !(endsSentence(text[end]) && (end + 1 == text.size() || isBlank(text[end + 1]))))
            ++end;
        while (end < text.size() && (endsSentence(text[end]) || isBlank(text[end])))
            ++end;
        if (end > longestSentence)
            end = placeToCut(text);
        sentences.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return sentences;
}

std::vector<std::string> splitWords(std::string_view text, std::size_t most)
{
    std::vector<std::string> words;
    while (!text.empty())
    {
        std::size_t end = 0;
        while (end < text.size() && isBlank(text[end]))
            ++end;
        while (end < text.size() && !isBlank(text[end]))
            ++end;
        // Blanks at the end belong to the last word.
        if (text.substr(end).find_first_not_of(" \n\t\r") == std::string_view::npos)
            end = text.size();
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    if (words.size() > most)
        words = joined(words, (words.size() + most - 1) / most);
    return words;
}

} // namespace parley::service
