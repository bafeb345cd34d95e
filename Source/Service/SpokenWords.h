// SPDX-License-Identifier: Apache-2.0
// A line as its words: lower case, without punctuation.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::service
{

/// Letters of ASCII in lower case.
[[nodiscard]] std::string lowerCase(std::string_view text);

struct PlacedWord
{
    std::string word;
    std::size_t begin = 0; ///< Where it stands in the line, in bytes.
    std::size_t end = 0;   ///< Behind its last byte.
};

/// The words of `wordsOf`, and where they stand.
[[nodiscard]] std::vector<PlacedWord> placedWordsOf(std::string_view text);

/// Runs of letters, digits and bytes beyond ASCII, and numbers with a point or a sign.
[[nodiscard]] std::vector<std::string> wordsOf(std::string_view text);

/// A whole number up to twenty in words, or any number in digits.
[[nodiscard]] std::optional<double> numberIn(const std::string& word);

/// The number that begins at this word, in digits or as words up to nine hundred ninety nine; `place` is then behind
/// it.
[[nodiscard]] std::optional<double> numberAt(const std::vector<std::string>& words, std::size_t& place);

} // namespace parley::service
