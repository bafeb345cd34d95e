// SPDX-License-Identifier: Apache-2.0
#include "Service/Sums.h"

#include "Service/SpokenWords.h"
#include "Service/WordForms.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>
#include <vector>

namespace parley::service
{
namespace
{

using Words = std::vector<std::string>;

struct Operation
{
    std::string_view word;
    std::string_view said;
    double (*apply)(double, double);
};

constexpr std::array<Operation, 5> operations = {{{"plus", "plus", [](double a, double b) { return a + b; }},
                                                  {"minus", "minus", [](double a, double b) { return a - b; }},
                                                  {"times", "times", [](double a, double b) { return a * b; }},
                                                  {"multiplied", "times", [](double a, double b) { return a * b; }},
                                                  {"divided", "divided by", [](double a, double b) { return a / b; }}}};

/// Signs as words; a minus is one only between blanks.
std::string spelledOut(std::string_view text)
{
    std::string spelled;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        const bool isBetweenBlanks = i > 0 && i + 1 < text.size() && text[i - 1] == ' ' && text[i + 1] == ' ';
        if (text[i] == '+')
            spelled += " plus ";
        else if (text[i] == '*')
            spelled += " times ";
        else if (text[i] == '/')
            spelled += " divided ";
        else if (text[i] == '-' && isBetweenBlanks)
            spelled += "minus";
        else
            spelled += text[i];
    }
    return spelled;
}

std::string written(double number)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.2f", std::abs(number) < 0.005 ? 0.0 : number);
    std::string result = text;
    result.erase(result.find_last_not_of('0') + 1);
    if (result.ends_with('.'))
        result.pop_back();
    return result;
}

const Operation* operationFor(const std::string& word)
{
    const auto* found = std::ranges::find(operations, word, &Operation::word);
    return found == operations.end() ? nullptr : found;
}

/// Of the word of an operation: where what follows it begins.
std::size_t behindOperation(const Words& words, std::size_t place)
{
    return place + (place + 1 < words.size() && words[place + 1] == "by" ? 2 : 1);
}

/// The sum that begins at this word; `place` is then behind it.
std::optional<std::string> sumAt(const Words& words, std::size_t& place)
{
    const auto left = numberAt(words, place);
    if (!left.has_value() || place >= words.size())
        return std::nullopt;
    const auto* operation = operationFor(words[place]);
    if (operation == nullptr)
        return std::nullopt;
    place = behindOperation(words, place);
    const auto right = numberAt(words, place);
    if (!right.has_value())
        return std::nullopt;
    if (operation->word == "divided" && *right == 0.0)
        return "Nothing can be divided by zero.";
    return written(*left) + " " + std::string(operation->said) + " " + written(*right) + " is " +
           written(operation->apply(*left, *right)) + ".";
}

/// As which number a recogniser may have misheard it.
std::string numberHeardAs(const std::string& word)
{
    if (word == "to" || word == "too")
        return "two";
    if (word == "for")
        return "four";
    if (word == "ate")
        return "eight";
    return word == "won" ? "one" : word;
}

bool asksForSum(const std::string& word)
{
    return isAmong(word, {"what",    "what's", "whats", "is",  "are",   "how", "much",   "many", "does", "calculate",
                          "compute", "tell",   "me",    "can", "could", "you", "please", "and",  "so",   "now"});
}

bool followsSum(const std::string& word)
{
    return isAmong(word, {"is", "equal", "equals", "make", "makes", "please", "now", "then"});
}

/// A sum with "to plus three" for "two plus three", where nothing else is said than it and a question for it.
std::optional<std::string> misheardSum(Words words)
{
    const auto operation = std::ranges::find_if(words, operationFor);
    if (operation == words.begin() || operation == words.end())
        return std::nullopt;
    const auto middle = static_cast<std::size_t>(operation - words.begin());
    const auto right = behindOperation(words, middle);
    words[middle - 1] = numberHeardAs(words[middle - 1]);
    if (right < words.size())
        words[right] = numberHeardAs(words[right]);
    auto place = static_cast<std::size_t>(std::ranges::find_if_not(words, asksForSum) - words.begin());
    auto sum = sumAt(words, place);
    const auto isAll = std::all_of(words.begin() + static_cast<std::ptrdiff_t>(place), words.end(), followsSum);
    return isAll ? sum : std::nullopt;
}

} // namespace

std::optional<std::string> sumIn(std::string_view text)
{
    const auto words = wordsOf(spelledOut(text));
    for (std::size_t begin = 0; begin < words.size(); ++begin)
    {
        auto place = begin;
        if (auto sum = sumAt(words, place))
            return sum;
    }
    return misheardSum(words);
}

} // namespace parley::service
