// SPDX-License-Identifier: Apache-2.0
// The {names} in what a script says and calls, and what stands in their place.
#pragma once

#include "Wire/Item.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::service
{

/// A brace that does not enclose a name of small letters, digits and _ stands for itself.
/// @thread any
[[nodiscard]] std::vector<std::string> placeholdersIn(std::string_view text);

using Value = std::function<wire::Json(const std::string& name)>;

/// With each placeholder replaced by its value: texts as they are, all else as JSON writes it.
/// @thread any
[[nodiscard]] std::string filledText(std::string_view text, const Value& value);

/// With the texts in it filled. One that is a single placeholder becomes its value, so that a number stays one.
/// @thread any
[[nodiscard]] wire::Json filledJson(const wire::Json& json, const Value& value);

/// The texts in it, of whatever depth; names of fields do not count.
/// @thread any
[[nodiscard]] std::vector<std::string> textsIn(const wire::Json& json);

} // namespace parley::service
