// SPDX-License-Identifier: Apache-2.0
#include "Service/Script/SpokenPattern.h"

#include "Service/SpokenWords.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace parley::service
{
namespace
{

constexpr std::string_view special = "*{}()[]|";

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool isName(std::string_view text)
{
    return !text.empty() && text.front() >= 'a' && text.front() <= 'z' && std::ranges::all_of(text, isNameCharacter);
}

Error faultOf(std::string sentence)
{
    return {ErrorCode::invalidArgument, std::move(sentence), "pattern"};
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

} // namespace

SpokenLine::SpokenLine(std::string_view text)
    : written(text)
{
    for (auto& placed : placedWordsOf(text))
    {
        begins.push_back(placed.begin);
        ends.push_back(placed.end);
        known.insert(placed.word);
        said.push_back(std::move(placed.word));
    }
}

std::string SpokenLine::textOf(std::size_t begin, std::size_t end) const
{
    return begin < end ? written.substr(begins[begin], ends[end - 1] - begins[begin]) : std::string();
}

/// Reads the parts of a pattern from left to right.
class PatternReader
{
public:
    using Part = SpokenPattern::Part;
    using Kind = SpokenPattern::Kind;

    explicit PatternReader(std::string_view text)
        : rest(text)
    {
    }

    Result<SpokenPattern> read()
    {
        while (!rest.empty() && fault.empty())
            readPart();
        if (fault.empty() && pattern.parts.empty())
            fault = "a pattern needs a word, a * or a {name}.";
        if (fault.empty() && pattern.parts.size() > SpokenPattern::mostParts)
            fault = "a pattern has at most " + std::to_string(SpokenPattern::mostParts) + " parts; this has " +
                    std::to_string(pattern.parts.size()) + ".";
        if (!fault.empty())
            return faultOf(std::move(fault));
        return std::move(pattern);
    }

private:
    void readPart()
    {
        const char first = rest.front();
        if (first == '*')
        {
            rest.remove_prefix(1);
            // Two stars in a row say no more than one.
            if (pattern.parts.empty() || pattern.parts.back().kind != Kind::any)
                pattern.parts.push_back({Kind::any, {}, {}});
        }
        else if (first == '{')
            readCapture();
        else if (first == '(' || first == '[')
            readChoice();
        else if (special.find(first) != std::string_view::npos)
            fault = std::string("a \"") + first + "\" stands here alone; alternatives stand in ( ), [ ] or {name: }.";
        else
            readWords();
    }

    void readWords()
    {
        const auto length = std::min(rest.find_first_of(special), rest.size());
        for (auto& word : wordsOf(rest.substr(0, length)))
        {
            pattern.needed.push_back(word);
            pattern.parts.push_back({Kind::words, {}, {{std::move(word)}}});
        }
        rest.remove_prefix(length);
    }

    /// What stands between a bracket and the one that closes it.
    std::string_view inside(char closing)
    {
        const auto end = rest.find_first_of("{}()[]", 1);
        if (end == std::string_view::npos || rest[end] != closing)
        {
            fault = std::string("the \"") + rest.front() + "\" wants a \"" + closing + "\" with no bracket before it.";
            return {};
        }
        const auto content = rest.substr(1, end - 1);
        rest.remove_prefix(end + 1);
        return content;
    }

    void readCapture()
    {
        const auto content = inside('}');
        if (!fault.empty())
            return;
        const auto colon = content.find(':');
        const std::string name(trimmed(content.substr(0, colon)));
        if (!isName(name))
            fault = "\"{" + std::string(content) + "}\" wants a name of small letters, digits and _.";
        else if (name == "said" || name == "output")
            fault = "the name \"" + name + "\" is taken; call the capture otherwise.";
        else if (!pattern.names.insert(name).second)
            fault = "\"{" + name + "}\" stands here twice; give one another name.";
        else if (colon == std::string_view::npos)
            pattern.parts.push_back({Kind::text, name, {}});
        else if (const auto wanted = trimmed(content.substr(colon + 1)); wanted == "number")
            pattern.parts.push_back({Kind::number, name, {}});
        else
            addChoice(wanted, name);
    }

    void readChoice()
    {
        const bool isOptional = rest.front() == '[';
        const auto content = inside(isOptional ? ']' : ')');
        if (!fault.empty())
            return;
        addChoice(content, {});
        if (isOptional && fault.empty())
            pattern.parts.back().alternatives.emplace_back();
    }

    void addChoice(std::string_view content, std::string name)
    {
        Part part{Kind::words, std::move(name), {}};
        for (std::size_t begin = 0; begin <= content.size();)
        {
            const auto end = std::min(content.find('|', begin), content.size());
            auto words = wordsOf(content.substr(begin, end - begin));
            if (words.empty() || content.find('*') != std::string_view::npos)
                fault = "each alternative in \"" + std::string(content) + "\" wants words, and words only.";
            part.alternatives.push_back(std::move(words));
            begin = end + 1;
        }
        if (part.alternatives.size() > SpokenPattern::mostAlternatives)
            fault = "there are more than " + std::to_string(SpokenPattern::mostAlternatives) + " alternatives here.";
        // The longest first, so that "turn off" is not taken for "turn".
        std::ranges::stable_sort(part.alternatives, std::greater{}, &SpokenPattern::Words::size);
        pattern.parts.push_back(std::move(part));
    }

    std::string_view rest;
    std::string fault;
    SpokenPattern pattern;
};

/// One line held against one pattern: a search from left to right that never tries the same place twice.
class PatternMatch
{
public:
    using Part = SpokenPattern::Part;
    using Kind = SpokenPattern::Kind;

    PatternMatch(const SpokenPattern& wanted, const SpokenLine& held)
        : parts(wanted.parts)
        , line(held)
        , width(held.words().size() + 1)
        , failed(2 * wanted.parts.size() * width)
        , begins(wanted.parts.size())
        , ends(wanted.parts.size())
    {
    }

    std::optional<Captures> find()
    {
        if (!fits(0, 0, false))
            return std::nullopt;
        Captures captures;
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (!parts[i].name.empty())
                captures[parts[i].name] = captured(i);
        return captures;
    }

private:
    /// `hasBegun`: an open part has taken words already.
    bool fits(std::size_t part, std::size_t place, bool hasBegun)
    {
        if (part == parts.size())
            return place == line.words().size();
        const auto state = (2 * part + (hasBegun ? 1 : 0)) * width + place;
        if (failed[state])
            return false;
        if (!hasBegun)
            begins[part] = place;
        const bool isOpen = parts[part].kind == Kind::any || parts[part].kind == Kind::text;
        if (isOpen ? fitsOpen(part, place, hasBegun) : fitsClosed(part, place))
            return true;
        failed[state] = true;
        return false;
    }

    bool fitsOpen(std::size_t part, std::size_t place, bool hasBegun)
    {
        if ((hasBegun || parts[part].kind == Kind::any) && goesOn(part, place))
            return true;
        return place < line.words().size() && fits(part, place + 1, true);
    }

    bool fitsClosed(std::size_t part, std::size_t place)
    {
        if (parts[part].kind == Kind::number)
        {
            auto end = place;
            return numberAt(line.words(), end).has_value() && goesOn(part, end);
        }
        return std::ranges::any_of(parts[part].alternatives, [&](const auto& words)
                                   { return standsAt(words, place) && goesOn(part, place + words.size()); });
    }

    bool goesOn(std::size_t part, std::size_t end)
    {
        if (!fits(part + 1, end, false))
            return false;
        ends[part] = end;
        return true;
    }

    [[nodiscard]] bool standsAt(const std::vector<std::string>& words, std::size_t place) const
    {
        const auto& said = line.words();
        return place + words.size() <= said.size() &&
               std::equal(words.begin(), words.end(), said.begin() + static_cast<std::ptrdiff_t>(place));
    }

    [[nodiscard]] Capture captured(std::size_t part) const
    {
        Capture capture{line.textOf(begins[part], ends[part])};
        auto place = begins[part];
        if (parts[part].kind == Kind::number)
            capture.number = numberAt(line.words(), place);
        return capture;
    }

    const std::vector<Part>& parts;
    const SpokenLine& line;
    std::size_t width;
    std::vector<bool> failed;
    std::vector<std::size_t> begins;
    std::vector<std::size_t> ends;
};

Result<SpokenPattern> SpokenPattern::parse(std::string_view written)
{
    if (written.size() > longest)
        return faultOf("a pattern has at most " + std::to_string(longest) + " characters.");
    return PatternReader(written).read();
}

std::optional<Captures> SpokenPattern::match(const SpokenLine& line) const
{
    if (line.words().size() > SpokenLine::mostWords)
        return std::nullopt;
    if (!std::ranges::all_of(needed, [&](const auto& word) { return line.has(word); }))
        return std::nullopt;
    return PatternMatch(*this, line).find();
}

std::vector<std::string> SpokenPattern::phrases(std::size_t most) const
{
    std::vector<std::string> lines = {""};
    for (const auto& part : parts)
    {
        if (part.kind != Kind::words || lines.size() * part.alternatives.size() > most)
            return {};
        std::vector<std::string> longer;
        for (const auto& line : lines)
            for (const auto& words : part.alternatives)
            {
                auto grown = line;
                for (const auto& word : words)
                    grown += (grown.empty() ? "" : " ") + word;
                longer.push_back(std::move(grown));
            }
        lines = std::move(longer);
    }
    std::erase(lines, "");
    return lines;
}

} // namespace parley::service
