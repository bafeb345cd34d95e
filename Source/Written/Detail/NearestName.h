// SPDX-License-Identifier: Apache-2.0
// What somebody may have meant who wrote a name that is not known.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace parley::written
{

/// The known name that takes the fewest letters added, left out or changed; empty when none is near.
[[nodiscard]] std::string nearestName(std::string_view written, std::span<const std::string> known);

/// "; did you mean "X"?" or "".
[[nodiscard]] std::string didYouMean(std::string_view written, std::span<const std::string> known);

/// "a, b or c", each in quotes.
[[nodiscard]] std::string listed(std::span<const std::string> names);

} // namespace parley::written
