// SPDX-License-Identifier: Apache-2.0
#include "Service/Questions.h"

#include "Service/SpokenWords.h"
#include "Service/WordForms.h"

namespace parley::service
{
namespace
{

bool isAuxiliary(const std::string& word)
{
    return isAmong(word, {"is",   "are",   "am",    "was",    "were", "do",    "does", "did", "can", "could",
                          "will", "would", "shall", "should", "must", "might", "have", "has", "had", "may"});
}

bool isPerson(const std::string& word)
{
    return isAmong(word, {"i", "you", "he", "she", "we", "they", "anyone", "anybody", "someone", "somebody"});
}

bool isThing(const std::string& word)
{
    return isAmong(word, {"it", "there", "this", "that", "the", "my", "your"});
}

/// "what is", "which country is", but not "what a day" or "what you did was right".
bool asksWhat(const std::vector<std::string>& words)
{
    const auto& second = words[1];
    const bool isNoun = !isPerson(second) && !isThing(second) && !isAmong(second, {"a", "an", "ever"});
    return isAuxiliary(second) || (isNoun && words.size() > 2 && isAuxiliary(words[2]));
}

bool beginsWithQuestionWord(const std::vector<std::string>& words)
{
    const auto& first = words[0];
    const auto& second = words[1];
    if (isAmong(first, {"who", "whose", "who's", "what's", "where's", "when's", "how's"}))
        return true;
    if (isAmong(first, {"what", "which"}))
        return asksWhat(words);
    if (first == "how" && isAmong(second, {"many", "much", "old", "far", "long", "big", "large", "tall", "high", "deep",
                                           "often", "fast", "heavy"}))
        return true;
    return isAmong(first, {"how", "when", "where", "why"}) && isAuxiliary(second);
}

bool beginsWithVerb(const std::vector<std::string>& words)
{
    const auto& first = words[0];
    const auto& second = words[1];
    if (isAmong(first, {"is", "are", "was", "were", "does", "did", "has", "can", "should"}))
        return isPerson(second) || isThing(second);
    if (isAmong(first, {"do", "have", "am"})) // "Do it" and "have the lights on" are commands.
        return isPerson(second);
    return isAmong(first, {"could", "would", "will"}) && second != "you" && (isPerson(second) || isThing(second));
}

} // namespace

bool isQuestion(std::string_view text)
{
    const auto last = text.find_last_not_of(" \t\r\n\"')");
    if (last != std::string_view::npos && text[last] == '?')
        return true;
    const auto words = wordsOf(text);
    return words.size() > 1 && (beginsWithQuestionWord(words) || beginsWithVerb(words));
}

} // namespace parley::service
