// SPDX-License-Identifier: Apache-2.0
// A line as its words: lower case, without punctuation.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::service
{

/// Letters of ASCII in lower case.
[[nodiscard]] std::string lowerCase(std::string_view text);

/// Runs of letters, digits and bytes beyond ASCII, and numbers with a point or a sign.
[[nodiscard]] std::vector<std::string> wordsOf(std::string_view text);

/// A whole number up to twenty in words, or any number in digits.
[[nodiscard]] std::optional<double> numberIn(const std::string& word);

} // namespace parley::service
