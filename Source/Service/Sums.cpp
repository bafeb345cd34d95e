// SPDX-License-Identifier: Apache-2.0
#include "Service/Sums.h"

#include "Service/SpokenWords.h"

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

std::optional<std::string> sumAt(const Words& words, std::size_t place)
{
    const auto left = numberAt(words, place);
    if (!left.has_value() || place >= words.size())
        return std::nullopt;
    const auto* operation =
        std::ranges::find_if(operations, [&](const Operation& known) { return known.word == words[place]; });
    if (operation == operations.end())
        return std::nullopt;
    place += place + 1 < words.size() && words[place + 1] == "by" ? 2 : 1;
    const auto right = numberAt(words, place);
    if (!right.has_value())
        return std::nullopt;
    if (operation->word == "divided" && *right == 0.0)
        return "Nothing can be divided by zero.";
    return written(*left) + " " + std::string(operation->said) + " " + written(*right) + " is " +
           written(operation->apply(*left, *right)) + ".";
}

} // namespace

std::optional<std::string> sumIn(std::string_view text)
{
    const auto words = wordsOf(spelledOut(text));
    for (std::size_t place = 0; place < words.size(); ++place)
        if (auto sum = sumAt(words, place))
            return sum;
    return std::nullopt;
}

} // namespace parley::service
