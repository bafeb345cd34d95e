// SPDX-License-Identifier: Apache-2.0
// What the words of a line have to give to the arguments of a function, each piece once.
#pragma once

#include "Wire/Item.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::service
{

class ArgumentWords
{
public:
    explicit ArgumentWords(std::string line);

    /// Whether this text stands in the line, whatever the case of its letters, or this number is one of its numbers.
    [[nodiscard]] bool has(const wire::Json& value) const;
    /// Whether the name of a property is one of the words.
    [[nodiscard]] bool hasName(const std::string& property) const;
    /// False after "off", "not", "no" or "false".
    [[nodiscard]] bool truth() const;
    /// The numbers in their order.
    [[nodiscard]] std::optional<double> takeNumber();
    /// What follows the property's name, else what follows the next preposition.
    [[nodiscard]] std::optional<std::string> takeText(const std::string& property);
    /// The first piece between blanks that looks like an "email" or a "uri"; of other formats none is looked for.
    [[nodiscard]] std::optional<std::string> pieceOf(std::string_view format) const;

private:
    using Words = std::vector<std::string>;

    [[nodiscard]] std::optional<std::string> joined(Words::const_iterator place);
    [[nodiscard]] std::string asWritten(const std::string& text) const;

    std::string said;
    std::string lowered;
    Words words;
    std::vector<double> numbers;
    std::size_t nextNumber = 0;
    std::size_t nextWord = 0;
};

} // namespace parley::service
