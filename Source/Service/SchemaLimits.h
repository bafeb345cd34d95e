// SPDX-License-Identifier: Apache-2.0
// Values brought within the limits that a JSON schema sets. Pure.
#pragma once

#include "Wire/Item.h"

#include <string>

namespace parley::service
{

/// The number, or the nearest to it that `minimum`, `maximum`, `multipleOf` and the exclusive limits allow, as an
/// integer where it is whole. For an `integer` a fraction is cut off.
/// @thread any
[[nodiscard]] wire::Json fittedNumber(double number, const wire::Json& schema, bool isInteger);

/// The text, cut to `maxLength`, or with full stops up to `minLength` (of that at most 4096).
/// @thread any
[[nodiscard]] std::string fittedText(std::string text, const wire::Json& schema);

} // namespace parley::service
