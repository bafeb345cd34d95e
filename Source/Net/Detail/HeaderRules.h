// SPDX-License-Identifier: Apache-2.0
// What HTTP allows in header fields (RFC 9110, 5.1 and 5.5).
#pragma once

#include "Base/Error.h"
#include "Net/Headers.h"

#include <optional>

namespace parley::net
{

/// An invalidArgument error that names the first header HTTP does not allow, never its value.
/// @thread any
[[nodiscard]] std::optional<Error> wrongHeader(const Headers& headers);

} // namespace parley::net
