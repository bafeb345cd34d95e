// SPDX-License-Identifier: Apache-2.0
// Reads the names that `toString` gives to error codes.
#pragma once

#include "Base/Error.h"

#include <optional>
#include <string_view>

namespace parley
{

/// Nothing where no code has this name.
/// @thread any
[[nodiscard]] std::optional<ErrorCode> errorCodeNamed(std::string_view name) noexcept;

} // namespace parley
