// SPDX-License-Identifier: Apache-2.0
// Cuts text that arrives in pieces into sentences to be spoken. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley::voice
{

/// A sentence ends behind . ! ? … and what closes it (quotes, brackets) where blank space and no small letter follow,
/// behind the full stops of Chinese and Japanese, and at a line's end. Abbreviations (Dr., e.g., No. 5), initials,
/// decimal numbers and the numbers of a list end none. What goes on for `longestSentence` is cut at a comma, else at a
/// blank, else between two characters. Sentences come without blank space around them; what has nothing to be spoken
/// (only punctuation) is left out.
/// @thread one at a time
class SentenceSplitter
{
public:
    /// In characters; well below what a service takes (`mostSpeechCharacters`), so that speech begins early.
    static constexpr std::size_t longestSentence = 600;

    /// The sentences that this piece completes. A piece may end anywhere, inside a character too.
    [[nodiscard]] std::vector<std::string> add(std::string_view piece);
    /// Nothing came for a while: what ends in a mark is taken for a sentence.
    [[nodiscard]] std::vector<std::string> pause();
    /// Nothing comes any more: the rest.
    [[nodiscard]] std::vector<std::string> finish();

    [[nodiscard]] bool isEmpty() const noexcept { return text.empty() && unfinished.empty(); }

private:
    [[nodiscard]] std::vector<std::string> cut(bool isComplete);

    std::string unfinished; ///< The bytes of a character that is not whole yet.
    std::u32string text;
};

} // namespace parley::voice
