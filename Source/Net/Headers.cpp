// SPDX-License-Identifier: Apache-2.0
#include "Net/Headers.h"

#include <algorithm>

namespace parley::net
{

bool isSameHeader(std::string_view left, std::string_view right) noexcept
{
    const auto lower = [](char letter)
    { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; };
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [&](char first, char second) { return lower(first) == lower(second); });
}

const std::string* findHeader(const Headers& headers, std::string_view name) noexcept
{
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [&](const auto& header) { return isSameHeader(header.first, name); });
    return found == headers.end() ? nullptr : &found->second;
}

} // namespace parley::net
