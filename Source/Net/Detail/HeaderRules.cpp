// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/HeaderRules.h"

#include "Base/Log.h"

#include <algorithm>

namespace parley::net
{
namespace
{

bool isToken(std::string_view name)
{
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !name.empty() &&
           std::all_of(name.begin(), name.end(),
                       [&](char letter)
                       {
                           return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
                                  (letter >= 'A' && letter <= 'Z') || marks.find(letter) != std::string_view::npos;
                       });
}

bool isHeaderValue(std::string_view value)
{
    return std::none_of(value.begin(), value.end(),
                        [](unsigned char letter) { return (letter < ' ' && letter != '\t') || letter == 127; });
}

} // namespace

std::optional<Error> wrongHeader(const Headers& headers)
{
    for (const auto& [name, value] : headers)
    {
        if ((isSameHeader(name, "Authorization") || isSameHeader(name, "api-key")) && !isHeaderValue(value))
            return Error{ErrorCode::invalidArgument,
                         "The API key has a character that HTTP does not allow: look for a line break in it.",
                         "upgrade"};
        if (!isToken(name) || !isHeaderValue(value))
            return Error{ErrorCode::invalidArgument,
                         "The header \"" + redact(name) +
                             "\" has a character that HTTP does not allow: look for a line break in its value.",
                         "upgrade"};
    }
    return std::nullopt;
}

} // namespace parley::net
