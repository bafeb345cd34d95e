// SPDX-License-Identifier: Apache-2.0
#include "Service/LikelyPhrases.h"

#include "Service/SpokenWords.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <iterator>

namespace parley::service
{
namespace
{

using wire::Json;
using Phrases = std::vector<std::string>;

constexpr int deepestSchema = 8;
constexpr std::size_t longestWord = 40;

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}

/// "openDoor" and "open_door" as "open door".
std::string spacedName(const std::string& name)
{
    std::string spaced;
    for (const char c : name)
    {
        if (isUpper(c) && !spaced.empty() && isLower(spaced.back()))
            spaced += ' ';
        spaced += c == '_' || c == '-' ? ' ' : c;
    }
    return spaced;
}

void addEnums(const Json& schema, Phrases& written, int depth)
{
    if (depth > deepestSchema || written.size() >= mostPhrases)
        return;
    for (const auto& value : wire::objectField(schema, "enum"))
        if (value.is_string())
            written.push_back(spacedName(value.get<std::string>()));
    for (const auto& property : wire::objectField(schema, "properties"))
        addEnums(property, written, depth + 1);
    addEnums(wire::objectField(schema, "items"), written, depth + 1);
}

bool isSpeakable(const Phrases& words)
{
    return !words.empty() && words.size() <= mostWordsOfPhrase &&
           std::ranges::all_of(words, [](const std::string& word) { return word.size() <= longestWord; });
}

} // namespace

void addPhrases(Phrases& to, Phrases more)
{
    const auto room = mostPhrases - std::min(mostPhrases, to.size());
    const auto count = static_cast<std::ptrdiff_t>(std::min(room, more.size()));
    std::move(more.begin(), more.begin() + count, std::back_inserter(to));
}

Phrases spokenPhrases(const Phrases& written)
{
    Phrases phrases;
    for (const auto& line : written)
    {
        const auto words = wordsOf(lowerCase(line));
        if (!isSpeakable(words) || phrases.size() >= mostPhrases)
            continue;
        auto& phrase = phrases.emplace_back();
        for (const auto& word : words)
            phrase += (phrase.empty() ? "" : " ") + word;
    }
    return phrases;
}

Phrases phrasesInPrompt(std::string_view prompt)
{
    Phrases written;
    while (!prompt.empty())
    {
        const auto end = std::min(prompt.find_first_of(",;.\n"), prompt.size());
        written.emplace_back(prompt.substr(0, end));
        prompt.remove_prefix(std::min(prompt.size(), end + 1));
    }
    return spokenPhrases(written);
}

Phrases phrasesInTools(const Json& tools)
{
    Phrases written;
    for (const auto& tool : tools)
    {
        if (wire::textField(tool, "type") != "function")
            continue;
        written.push_back(spacedName(wire::textField(tool, "name")));
        addEnums(wire::objectField(tool, "parameters"), written, 0);
    }
    return spokenPhrases(written);
}

Phrases phrasesInSession(const Json& transcription, const Json& tools)
{
    auto phrases = phrasesInPrompt(wire::textField(transcription, "prompt"));
    Phrases keywords;
    for (const auto& keyword : wire::objectField(transcription, "keywords"))
        if (keyword.is_string())
            keywords.push_back(keyword.get<std::string>());
    addPhrases(phrases, spokenPhrases(keywords));
    addPhrases(phrases, phrasesInTools(tools));
    return phrases;
}

} // namespace parley::service
