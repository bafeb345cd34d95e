// SPDX-License-Identifier: Apache-2.0
#include "Service/ToolMatcher.h"

#include "Service/SpokenWords.h"
#include "Service/ToolArguments.h"
#include "Service/WordForms.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <string_view>

namespace parley::service
{
namespace
{

using wire::Json;
using Words = std::vector<std::string>;

constexpr std::string_view handoffPrefix = "transfer_to_";

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

FunctionCall callOf(const Json& tool, const std::string& said)
{
    return {wire::textField(tool, "name"), argumentsFrom(wire::objectField(tool, "parameters"), said).dump()};
}

} // namespace

bool handsOver(const std::string& function)
{
    return lowerCase(function).starts_with(handoffPrefix);
}

bool handsOverTo(const std::string& function, const std::string& agent)
{
    return handsOver(function) &&
           wordsOfName(lowerCase(function).substr(handoffPrefix.size())) == wordsOfName(lowerCase(agent));
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
