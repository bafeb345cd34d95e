// SPDX-License-Identifier: Apache-2.0
#include "Service/ToolMatcher.h"

#include "Service/SpokenWords.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace parley::service
{
namespace
{

using wire::Json;
using Words = std::vector<std::string>;

constexpr std::string_view handoffPrefix = "transfer_to_";

bool isAmong(const std::string& word, std::initializer_list<std::string_view> words)
{
    return std::ranges::find(words, word) != words.end();
}

/// Words that say nothing about what a function is for.
bool isFiller(const std::string& word)
{
    return word.size() < 3 ||
           isAmong(word,
                   {"the",   "and",    "for",     "get",     "set",   "find",   "fetch", "look", "lookup", "run",
                    "call",  "return", "returns", "give",    "gives", "tell",   "tells", "user", "tool",   "this",
                    "that",  "with",   "from",    "what",    "when",  "use",    "show",  "make", "does",   "handoff",
                    "agent", "handle", "request", "current", "given", "please", "about", "into", "are",    "you",
                    "can",   "has",    "its",     "your",    "name",  "number", "value"});
}

std::string stem(std::string word)
{
    if (word.size() > 3 && word.ends_with('s') && !word.ends_with("ss"))
        word.pop_back();
    return word;
}

bool holds(const Words& words, const std::string& wanted)
{
    return std::ranges::any_of(words, [&](const std::string& word) { return stem(word) == stem(wanted); });
}

/// The words of an identifier: get_weather, get-weather and getWeather alike.
Words wordsOfName(const std::string& name)
{
    std::string spaced;
    for (const char letter : name)
    {
        if (letter >= 'A' && letter <= 'Z' && !spaced.empty())
            spaced += ' ';
        spaced += letter == '_' || letter == '-' ? ' ' : letter;
    }
    return wordsOf(spaced);
}

bool namesHandoff(const std::string& name, const Words& said)
{
    const auto verb = std::ranges::find_if(said,
                                           [](const std::string& word) {
                                               return isAmong(word, {"transfer", "connect", "switch", "speak", "talk"});
                                           });
    const auto whom = wordsOfName(name.substr(handoffPrefix.size()));
    const Words behind(verb, said.end());
    return !whom.empty() && std::ranges::all_of(whom, [&](const auto& word) { return holds(behind, word); });
}

bool fits(const Json& tool, const Words& said)
{
    const auto name = wire::textField(tool, "name");
    if (lowerCase(name).starts_with(handoffPrefix))
        return namesHandoff(lowerCase(name), said);
    auto named = wordsOfName(name);
    auto significant = named;
    std::erase_if(significant, isFiller);
    if (!significant.empty())
        named = significant;
    if (!named.empty() && std::ranges::all_of(named, [&](const auto& word) { return holds(said, word); }))
        return true;
    Words described;
    for (const auto& word : wordsOf(wire::textField(tool, "description")))
        if (!isFiller(word) && holds(said, word) && !holds(described, word))
            described.push_back(word);
    return described.size() >= 2;
}

/// What a line has to give to the properties of a schema, each piece once.
class ArgumentSource
{
public:
    explicit ArgumentSource(std::string line)
        : said(std::move(line))
        , words(wordsOf(said))
    {
        for (const auto& word : words)
            if (const auto number = numberIn(word))
                numbers.push_back(*number);
    }

    /// Null when the line has none for it and it is not required.
    Json valueFor(const std::string& name, const Json& schema, bool isRequired)
    {
        const auto& choices = wire::objectField(schema, "enum");
        if (choices.is_array() && !choices.empty())
            return choiceFrom(choices, isRequired);
        const auto type = wire::textField(schema, "type");
        if (type == "integer" || type == "number")
            return numberFrom(schema, type == "integer", isRequired);
        if (type == "boolean")
            return isRequired || holds(words, name) ? Json(!says({"off", "not", "no", "false"})) : Json();
        if (type == "array" || type == "object")
            return isRequired ? (type == "array" ? Json::array() : Json::object()) : Json();
        return textFor(name, isRequired);
    }

private:
    [[nodiscard]] bool says(std::initializer_list<std::string_view> any) const
    {
        return std::ranges::any_of(words, [&](const auto& word) { return isAmong(word, any); });
    }

    [[nodiscard]] Json choiceFrom(const Json& choices, bool isRequired) const
    {
        for (const auto& choice : choices)
            if (choice.is_string() && lowerCase(said).find(lowerCase(choice.get<std::string>())) != std::string::npos)
                return choice;
        return isRequired ? choices.front() : Json();
    }

    Json numberFrom(const Json& schema, bool isWhole, bool isRequired)
    {
        if (nextNumber == numbers.size())
            return isRequired ? (schema.contains("minimum") ? schema.at("minimum") : Json(0)) : Json();
        const auto number = numbers[nextNumber++];
        constexpr double largest = 9007199254740992.0;
        if (isWhole || (std::abs(number) < largest && std::floor(number) == number))
            return static_cast<std::int64_t>(std::clamp(number, -largest, largest));
        return number;
    }

    Json textFor(const std::string& name, bool isRequired)
    {
        const auto named =
            std::ranges::find_if(words, [&](const auto& word) { return stem(word) == stem(lowerCase(name)); });
        if (named != words.end() && std::next(named) != words.end())
            return joined(std::next(named));
        for (auto place = words.begin() + static_cast<std::ptrdiff_t>(nextWord); place != words.end(); ++place)
            if (isPreposition(*place) && std::next(place) != words.end())
                return joined(std::next(place));
        return isRequired ? Json(said) : Json();
    }

    /// From here to the next preposition or "and".
    Json joined(Words::const_iterator place)
    {
        if (isAmong(*place, {"is", "the", "a", "an"}) && std::next(place) != words.end())
            ++place;
        std::string text;
        for (; place != words.end() && !isPreposition(*place) && *place != "and" && *place != "please"; ++place)
            text += (text.empty() ? "" : " ") + *place;
        nextWord = static_cast<std::size_t>(place - words.begin());
        return asWritten(text);
    }

    /// The words as they stand in the line, with their capitals, where they stand there together.
    [[nodiscard]] std::string asWritten(const std::string& text) const
    {
        const auto place = lowerCase(said).find(text);
        return place == std::string::npos ? text : said.substr(place, text.size());
    }

    static bool isPreposition(const std::string& word)
    {
        return isAmong(word, {"in", "for", "to", "of", "about", "at", "on", "from", "with", "by"});
    }

    std::string said;
    Words words;
    std::vector<double> numbers;
    std::size_t nextNumber = 0;
    std::size_t nextWord = 0;
};

FunctionCall callOf(const Json& tool, const std::string& said)
{
    return {wire::textField(tool, "name"), argumentsFrom(wire::objectField(tool, "parameters"), said).dump()};
}

} // namespace

Json argumentsFrom(const Json& parameters, const std::string& said)
{
    const auto& required = wire::objectField(parameters, "required");
    ArgumentSource source(said);
    auto arguments = Json::object();
    const auto& properties = wire::objectField(parameters, "properties");
    if (!properties.is_object())
        return arguments;
    for (const auto& [name, schema] : properties.items())
    {
        const auto isRequired = required.is_array() && std::ranges::find(required, Json(name)) != required.end();
        if (auto value = source.valueFor(name, schema, isRequired); !value.is_null())
            arguments[name] = std::move(value);
    }
    return arguments;
}

bool handsOverTo(const std::string& function, const std::string& agent)
{
    const auto name = lowerCase(function);
    return name.starts_with(handoffPrefix) &&
           wordsOfName(name.substr(handoffPrefix.size())) == wordsOfName(lowerCase(agent));
}

std::vector<FunctionCall> matchTools(const AnswerRequest& request, const std::string& said)
{
    if (!request.tools.is_array() || request.toolChoice == "none")
        return {};
    const auto forced = wire::textField(request.toolChoice, "name");
    const auto words = wordsOf(said);
    std::vector<FunctionCall> calls;
    for (const auto& tool : request.tools)
    {
        if (wire::textField(tool, "type") != "function")
            continue;
        const bool isCalled = forced.empty() ? fits(tool, words) : wire::textField(tool, "name") == forced;
        if (isCalled)
            calls.push_back(callOf(tool, said));
        if (isCalled && !request.parallelToolCalls)
            return calls;
    }
    if (calls.empty() && request.toolChoice == "required")
        for (const auto& tool : request.tools)
            if (wire::textField(tool, "type") == "function")
                return {callOf(tool, said)};
    return calls;
}

} // namespace parley::service
