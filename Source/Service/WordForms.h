// SPDX-License-Identifier: Apache-2.0
// Whether words are the same: lists of them, and endings that do not count.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace parley::service
{

/// @thread any
[[nodiscard]] inline bool isAmong(const std::string& word, std::initializer_list<std::string_view> words)
{
    return std::ranges::find(words, word) != words.end();
}

/// Without the s of a plural.
/// @thread any
[[nodiscard]] inline std::string stem(std::string word)
{
    if (word.size() > 3 && word.ends_with('s') && !word.ends_with("ss"))
        word.pop_back();
    return word;
}

/// @thread any
[[nodiscard]] inline bool holds(const std::vector<std::string>& words, const std::string& wanted)
{
    const auto sought = stem(wanted);
    return std::ranges::any_of(words, [&](const std::string& word) { return stem(word) == sought; });
}

} // namespace parley::service
