// SPDX-License-Identifier: Apache-2.0
// A key that nobody can guess.
#pragma once

#include "Base/Result.h"

#include <string>
#include <string_view>

namespace parley::service
{

/// `prefix` and 48 hexadecimal digits from the system's source of randomness; an error when that has none.
/// @thread any
[[nodiscard]] Result<std::string> makeRandomKey(std::string_view prefix);

} // namespace parley::service
