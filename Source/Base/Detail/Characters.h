// SPDX-License-Identifier: Apache-2.0
// The characters of UTF-8 text, and which of them make up words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parley
{

/// The character at the front, which is removed; a byte that is not UTF-8 stands for itself. There must be one.
/// @thread any
[[nodiscard]] char32_t takeCharacter(std::string_view& text) noexcept;

/// Letters, digits, '_' and what is no punctuation of the blocks in common use.
/// @thread any
[[nodiscard]] bool isOfWord(char32_t character) noexcept;

/// Inside a word it belongs to it, whichever way it is written.
/// @thread any
[[nodiscard]] bool isApostrophe(char32_t character) noexcept;

/// How many bytes at the front cannot be changed by what follows: all but a last word that may still grow.
/// @thread any
[[nodiscard]] std::size_t lengthOfWholeWords(std::string_view text) noexcept;

/// At most so many bytes of the text, cut between two characters.
/// @thread any
[[nodiscard]] std::string shortened(std::string text, std::size_t longest);

} // namespace parley
