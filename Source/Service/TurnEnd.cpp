// SPDX-License-Identifier: Apache-2.0
#include "Service/TurnEnd.h"

#include "Service/SpokenWords.h"

#include <algorithm>
#include <array>

namespace parley::service
{
namespace
{

using namespace std::chrono_literals;

/// Nobody ends a sentence with these: conjunctions, articles, prepositions, and what is said while thinking.
constexpr std::array<std::string_view, 44> openWords = {
    "and", "or",   "but", "because", "so",    "then", "if",   "when", "while", "that", "which",
    "um",  "uh",   "uhm", "hmm",     "er",    "erm",  "well", "like", "the",   "a",    "an",
    "my",  "your", "his", "our",     "their", "to",   "of",   "for",  "with",  "from", "at",
    "in",  "into", "is",  "are",     "was",   "i",    "i'm",  "it's", "very",  "can",  "would"};

constexpr std::array<std::string_view, 12> closingWords = {"please", "thanks", "you", "yes",   "no",      "okay",
                                                           "stop",   "bye",    "now", "right", "goodbye", "done"};

constexpr std::array<std::string_view, 9> questionWords = {"what", "where", "who",   "why",  "how",
                                                           "when", "could", "would", "which"};

template <typename Words>
bool isAmong(const std::string& word, const Words& words)
{
    return std::ranges::find(words, word) != words.end();
}

} // namespace

Eagerness eagernessFrom(std::string_view name) noexcept
{
    if (name == "low")
        return Eagerness::low;
    return name == "high" ? Eagerness::high : Eagerness::medium;
}

std::chrono::milliseconds longestPause(Eagerness eagerness) noexcept
{
    constexpr std::array<std::chrono::milliseconds, 3> limits = {8000ms, 4000ms, 2000ms};
    return limits.at(static_cast<std::size_t>(eagerness));
}

std::chrono::milliseconds pauseAfter(std::string_view words, Eagerness eagerness)
{
    constexpr std::array<std::chrono::milliseconds, 3> usual = {1200ms, 800ms, 400ms};
    constexpr std::array<std::chrono::milliseconds, 3> brief = {800ms, 500ms, 300ms};
    const auto said = wordsOf(words);
    const auto place = static_cast<std::size_t>(eagerness);
    if (said.empty())
        return usual.at(place);
    const bool isQuestionBegun = isAmong(said.front(), questionWords) && said.size() <= 2;
    if (isAmong(said.back(), openWords) || isQuestionBegun)
        return longestPause(eagerness);
    return isAmong(said.back(), closingWords) ? brief.at(place) : usual.at(place);
}

} // namespace parley::service
