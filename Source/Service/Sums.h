// SPDX-License-Identifier: Apache-2.0
// Small sums that are asked for in words or digits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley::service
{

/// "what is twenty five times 4" gives "25 times 4 is 100."; nothing when no two numbers stand around plus, minus,
/// times or divided by (or their signs). Numbers in words go to nine hundred ninety nine; results are rounded to two
/// places. Beside those words "to", "too", "for", "ate" and "won" are the numbers that sound like them, where the line
/// is a sum then and asks for nothing else.
/// @thread any
[[nodiscard]] std::optional<std::string> sumIn(std::string_view text);

} // namespace parley::service
