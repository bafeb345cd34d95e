// SPDX-License-Identifier: Apache-2.0
// Values brought within the limits that a JSON schema sets. Pure.
#pragma once

#include "Wire/Item.h"

#include <string>

namespace parley::service
{

/// The number, or the nearest multiple of `multipleOf`, or the nearest to that which `minimum`, `maximum` and the
/// exclusive limits allow, as an integer where it is whole. A number that misses a multiple only by the rounding of
/// binary fractions is one. For an `integer` a fraction is cut off first.
/// @thread any
[[nodiscard]] wire::Json fittedNumber(double number, const wire::Json& schema, bool isInteger);

/// The text, cut to `maxLength`, or with full stops up to `minLength` (of that at most 4096).
/// @thread any
[[nodiscard]] std::string fittedText(std::string text, const wire::Json& schema);

} // namespace parley::service
