// SPDX-License-Identifier: Apache-2.0
#include "Written/Detail/JsonText.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace parley::written
{
namespace
{

using wire::Json;

/// Tells, while the parser reads through it, how far the parser has come.
class WatchedIterator
{
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    WatchedIterator(const char* start, const char** watched)
        : at(start)
        , reached(watched)
    {
    }
    reference operator*() const { return *at; }
    WatchedIterator& operator++()
    {
        *reached = ++at;
        return *this;
    }
    WatchedIterator operator++(int)
    {
        auto before = *this;
        ++*this;
        return before;
    }
    bool operator==(const WatchedIterator& other) const { return at == other.at; }
    bool operator!=(const WatchedIterator& other) const { return at != other.at; }

private:
    const char* at;
    const char** reached;
};

PlacedFault placeAt(std::string_view text, std::size_t offset)
{
    const auto before = text.substr(0, std::min(offset, text.size()));
    const auto lines = static_cast<std::size_t>(std::ranges::count(before, '\n'));
    const auto lineBegin = before.rfind('\n');
    return {lines + 1, before.size() - (lineBegin == std::string_view::npos ? 0 : lineBegin + 1) + 1, {}};
}

/// What the parser found, without its own head and place.
std::string parserWords(const char* what)
{
    constexpr std::size_t mostCharacters = 160;
    const std::string_view words = what;
    const auto dash = words.find(" - ");
    const auto bracket = words.find("] ");
    if (dash != std::string_view::npos)
        return std::string(words.substr(dash + 3, mostCharacters));
    return std::string(bracket != std::string_view::npos ? words.substr(bracket + 2, mostCharacters) : words);
}

} // namespace

class JsonText::Reader final : public nlohmann::json_sax<Json>
{
public:
    Reader(JsonText& filled, std::string_view wholeText)
        : target(filled)
        , text(wholeText)
    {
    }

    bool read()
    {
        return Json::sax_parse(WatchedIterator(text.data(), &reached),
                               WatchedIterator(text.data() + text.size(), &reached), this);
    }

    bool null() override { return value(); }
    bool boolean(bool) override { return value(); }
    bool number_integer(number_integer_t) override { return value(); }
    bool number_unsigned(number_unsigned_t) override { return value(); }
    bool number_float(number_float_t, const string_t&) override { return value(); }
    bool string(string_t&) override { return value(); }
    bool binary(binary_t&) override { return value(); }
    bool start_object(std::size_t) override { return open(false); }
    bool start_array(std::size_t) override { return open(true); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override
    {
        auto& level = levels.back();
        level.key = name;
        if (!level.keys.insert(name).second)
            fault("the key \"" + name + "\" stands here a second time; keep one of them.");
        target.places.insert_or_assign(level.path + "/" + name, here());
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& problem) override
    {
        auto place = placeAt(text, position - std::min<std::size_t>(position, 1));
        place.sentence = "this is not JSON: " + parserWords(problem.what()) + ".";
        target.found.push_back(std::move(place));
        return false;
    }

private:
    struct Level
    {
        std::string path;
        bool isArray = false;
        std::size_t index = 0;
        std::string key{};
        std::set<std::string> keys{};
    };

    /// Of the character that was read last. Counts on from where it counted last, so that a long text is counted once.
    PlacedFault here()
    {
        const auto offset = static_cast<std::size_t>(reached - text.data());
        const auto end = offset - std::min<std::size_t>(offset, 1);
        for (; counted < end; ++counted)
            if (text[counted] == '\n')
            {
                ++line;
                lineBegin = counted + 1;
            }
        return {line, end - lineBegin + 1, {}};
    }

    void fault(std::string sentence)
    {
        constexpr std::size_t mostFaults = 20;
        auto place = here();
        place.sentence = std::move(sentence);
        if (target.found.size() < mostFaults)
            target.found.push_back(std::move(place));
    }

    bool value()
    {
        (void)nextPath();
        if (++values <= mostValues)
            return true;
        fault("there are more than " + std::to_string(mostValues) + " values; make it smaller.");
        return false;
    }

    std::string nextPath()
    {
        if (levels.empty())
        {
            target.places.insert_or_assign("", here());
            return "";
        }
        auto& level = levels.back();
        if (!level.isArray)
            return level.path + "/" + level.key;
        auto path = level.path + "/" + std::to_string(level.index++);
        target.places.insert_or_assign(path, here());
        return path;
    }

    bool open(bool isArray)
    {
        levels.push_back({nextPath(), isArray});
        if (levels.size() <= deepest)
            return true;
        fault("this is nested deeper than " + std::to_string(deepest) + " levels; make it flatter.");
        return false;
    }

    bool close()
    {
        levels.pop_back();
        return true;
    }

    JsonText& target;
    std::string_view text;
    const char* reached = text.data();
    std::size_t counted = 0;
    std::size_t line = 1;
    std::size_t lineBegin = 0;
    std::size_t values = 0;
    std::vector<Level> levels;
};

JsonText::JsonText(std::string_view text)
{
    if (Reader(*this, text).read())
        json = Json::parse(text, nullptr, false);
}

PlacedFault JsonText::placed(const std::string& path, std::string sentence) const
{
    auto known = path;
    while (!places.contains(known) && !known.empty())
        known.resize(known.rfind('/'));
    const auto place = places.find(known);
    auto fault = place != places.end() ? place->second : PlacedFault{};
    fault.sentence = std::move(sentence);
    return fault;
}

} // namespace parley::written
