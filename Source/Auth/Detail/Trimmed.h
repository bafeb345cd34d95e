// SPDX-License-Identifier: Apache-2.0
// Blank space around a configured value means nothing.
#pragma once

#include <string>

namespace parley::auth
{

[[nodiscard]] inline std::string trimmed(const std::string& text)
{
    constexpr auto blank = " \t\r\n\v\f";
    const auto first = text.find_first_not_of(blank);
    return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(blank) - first + 1);
}

} // namespace parley::auth
