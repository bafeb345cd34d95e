// SPDX-License-Identifier: Apache-2.0
// Arguments of a function from its JSON schema and the words of a line: by fixed rules, so that they can be foretold.
#pragma once

#include "Wire/Item.h"

#include <string>

namespace parley::service
{

/// They obey a schema that keeps to what the live service takes for strict functions, `pattern` aside. Properties that
/// must be there and not be null choose first among the words, each in the order of the names:
/// - of `enum` and `const` the value that is in the line
/// - numbers in their order, within their limits
/// - a boolean whose name is in the line: false after "off", "not", "no" or "false", else true
/// - a string is what follows the property's name, else what follows a preposition; an email or a uri as it is written
/// - of `anyOf`, `oneOf` and several types the first that is not null
/// What the line has nothing for is left out; where it is required, it is its default, else null if that is allowed,
/// else the first of a choice, the least number from `minimum` or 0 on, a boolean as above, the whole line, as few
/// elements as `minItems` says (up to 64), or an object made likewise. References lead into the same schema. What is
/// nested in more than 32 levels is null. So is a value with which the names and values copied would exceed the line by
/// more than 256 KiB, or some thousands of values, variants and references be walked; what comes after it is left out.
/// @thread any
[[nodiscard]] wire::Json argumentsFrom(const wire::Json& schema, const std::string& said);

/// With `otherwise` in place of the whole line.
/// @thread any
[[nodiscard]] wire::Json argumentsFrom(const wire::Json& schema, const std::string& said, const std::string& otherwise);

} // namespace parley::service
