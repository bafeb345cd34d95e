// SPDX-License-Identifier: Apache-2.0
#include "Service/Script/Placeholders.h"

#include <algorithm>
#include <optional>

namespace parley::service
{
namespace
{

using wire::Json;

struct Placeholder
{
    std::size_t begin = 0;
    std::size_t end = 0; ///< Behind the closing brace.
    std::string name;
};

std::optional<Placeholder> nextPlaceholder(std::string_view text, std::size_t from)
{
    const auto isOfName = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    for (auto begin = text.find('{', from); begin != std::string_view::npos; begin = text.find('{', begin + 1))
    {
        auto end = begin + 1;
        while (end < text.size() && isOfName(text[end]))
            ++end;
        if (end > begin + 1 && end < text.size() && text[end] == '}')
            return Placeholder{begin, end + 1, std::string(text.substr(begin + 1, end - begin - 1))};
    }
    return std::nullopt;
}

std::string textOf(const Json& value)
{
    return value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

std::vector<std::string> placeholdersIn(std::string_view text)
{
    std::vector<std::string> names;
    for (auto found = nextPlaceholder(text, 0); found.has_value(); found = nextPlaceholder(text, found->end))
        names.push_back(found->name);
    return names;
}

std::string filledText(std::string_view text, const Value& value)
{
    std::string filled;
    std::size_t written = 0;
    for (auto found = nextPlaceholder(text, 0); found.has_value(); found = nextPlaceholder(text, found->end))
    {
        filled += text.substr(written, found->begin - written);
        filled += textOf(value(found->name));
        written = found->end;
    }
    return filled.append(text.substr(written));
}

Json filledJson(const Json& json, const Value& value)
{
    if (json.is_string())
    {
        const auto& text = json.get_ref<const std::string&>();
        const auto only = nextPlaceholder(text, 0);
        const bool isAll = only.has_value() && only->begin == 0 && only->end == text.size();
        return isAll ? value(only->name) : Json(filledText(text, value));
    }
    auto filled = json;
    if (json.is_structured())
        for (auto& member : filled)
            member = filledJson(member, value);
    return filled;
}

std::vector<std::string> textsIn(const Json& json)
{
    if (json.is_string())
        return {json.get<std::string>()};
    std::vector<std::string> texts;
    if (json.is_structured())
        for (const auto& member : json)
            for (auto& text : textsIn(member))
                texts.push_back(std::move(text));
    return texts;
}

} // namespace parley::service
