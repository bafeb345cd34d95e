// SPDX-License-Identifier: Apache-2.0
// A JSON document that knows on which line of its text each value stands.
#pragma once

#include "Wire/Item.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace parley::written
{

/// A fault and where it stands; lines and columns count from 1, columns in bytes.
struct PlacedFault
{
    std::size_t line = 1;
    std::size_t column = 1;
    std::string sentence;
};

/// Values are named by their keys and indices, each behind a '/': "/agents/0/name". A value of an object stands where
/// its key does.
class JsonText
{
public:
    static constexpr std::size_t deepest = 32;
    static constexpr std::size_t mostValues = 20000;

    /// Reads the text, which need not live on.
    explicit JsonText(std::string_view text);

    /// What is wrong with the text itself; the document may be used when there is nothing.
    [[nodiscard]] const std::vector<PlacedFault>& faults() const noexcept { return found; }
    [[nodiscard]] const wire::Json& document() const noexcept { return json; }

    /// Of an unknown path: the line of what it would stand in.
    [[nodiscard]] PlacedFault placed(const std::string& path, std::string sentence) const;

private:
    class Reader;
    wire::Json json;
    std::vector<PlacedFault> found;
    std::map<std::string, PlacedFault> places; ///< Without sentences.
};

} // namespace parley::written
