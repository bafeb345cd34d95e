// SPDX-License-Identifier: Apache-2.0
// A pattern of words that a whole line fits or not: "what is the weather in {place}", "* (open|close) [the] door *".
#pragma once

#include "Base/Result.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace parley::service
{

/// What a part in braces took from a line.
struct Capture
{
    std::string text;               ///< As it is written in the line, with its capitals.
    std::optional<double> number{}; ///< Of {name:number}.
};

using Captures = std::map<std::string, Capture>;

/// A line, split into words once for all patterns it is held against.
class SpokenLine
{
public:
    /// A longer line fits no pattern.
    static constexpr std::size_t mostWords = 256;

    explicit SpokenLine(std::string_view text);

    [[nodiscard]] const std::string& text() const noexcept { return written; }
    [[nodiscard]] const std::vector<std::string>& words() const noexcept { return said; }
    [[nodiscard]] bool has(const std::string& word) const { return known.contains(word); }
    /// Of the words from `begin` up to, not including, `end`, as they are written.
    [[nodiscard]] std::string textOf(std::size_t begin, std::size_t end) const;

private:
    std::string written;
    std::vector<std::string> said;
    std::vector<std::size_t> begins;
    std::vector<std::size_t> ends;
    std::set<std::string> known;
};

/// - a word stands for itself, whatever the case of its letters and the punctuation around it
/// - (a|b c) is one of these, [a|b c] one of these or nothing
/// - * is any words, also none
/// - {name} is one word or more, as few as will do; {name:a|b c} one of these; {name:number} a number in digits, or in
///   words up to nine hundred ninety nine
/// A line is held against it in a time that grows with the product of both lengths, whatever they are.
class SpokenPattern
{
public:
    static constexpr std::size_t longest = 256;
    static constexpr std::size_t mostParts = 32;
    static constexpr std::size_t mostAlternatives = 64;

    /// invalidArgument with a sentence that says what is wrong with the pattern.
    /// @thread any
    [[nodiscard]] static Result<SpokenPattern> parse(std::string_view written);

    /// What the captures took when the whole line fits.
    /// @thread any
    [[nodiscard]] std::optional<Captures> match(const SpokenLine& line) const;

    [[nodiscard]] const std::set<std::string>& captureNames() const noexcept { return names; }

    /// Every line that fits, as words with blanks between; none when a *, {name} or {name:number} leaves them open, or
    /// when there are more than `most`.
    /// @thread any
    [[nodiscard]] std::vector<std::string> phrases(std::size_t most) const;

private:
    friend class PatternReader;
    friend class PatternMatch;

    using Words = std::vector<std::string>;
    enum class Kind
    {
        words,
        number,
        text,
        any
    };
    struct Part
    {
        Kind kind = Kind::words;
        std::string name;                ///< Empty: not captured.
        std::vector<Words> alternatives; ///< Of kind words; an empty one: nothing is also good.
    };

    std::vector<Part> parts;
    std::vector<std::string> needed; ///< Words without which no line fits.
    std::set<std::string> names;
};

} // namespace parley::service
