// SPDX-License-Identifier: Apache-2.0
// How far the words that were understood are from those that were said.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parley::listening
{

/// Lower case, without punctuation. An apostrophe stays inside its word.
[[nodiscard]] std::vector<std::string> wordsOf(std::string_view text);

struct WordErrors
{
    std::size_t said = 0;
    std::size_t errors = 0; ///< Words to be put in, taken out or replaced, at the least.

    /// Of no words: 0 without an error, else 1.
    [[nodiscard]] double rate() const;
};

[[nodiscard]] WordErrors compareWords(std::string_view said, std::string_view understood);

} // namespace parley::listening
