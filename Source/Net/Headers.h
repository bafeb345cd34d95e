// SPDX-License-Identifier: Apache-2.0
// The header fields of a request or an answer, in order. A value may be a key: headers are never logged.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::net
{

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Names of header fields have no case (RFC 9110, 5.1).
/// @thread any
[[nodiscard]] bool isSameHeader(std::string_view left, std::string_view right) noexcept;

/// The value of the first field of this name, in any case of letters; null when there is none.
/// @thread any
[[nodiscard]] const std::string* findHeader(const Headers& headers, std::string_view name) noexcept;

} // namespace parley::net
