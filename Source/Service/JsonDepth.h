// SPDX-License-Identifier: Apache-2.0
// Whether a JSON text is nested too deeply to be parsed: the values of the parser recurse.
#pragma once

#include <string_view>

namespace parley::service
{

/// Nothing in the protocol needs more.
constexpr int maximumJsonDepth = 64;

/// @thread any
[[nodiscard]] inline bool isTooDeep(std::string_view text) noexcept
{
    int depth = 0;
    bool isInString = false;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        const char c = text[i];
        if (isInString && c == '\\')
            ++i;
        else if (c == '"')
            isInString = !isInString;
        else if (!isInString && (c == '{' || c == '['))
            depth += 1;
        else if (!isInString && (c == '}' || c == ']'))
            depth -= 1;
        if (depth > maximumJsonDepth)
            return true;
    }
    return false;
}

} // namespace parley::service
