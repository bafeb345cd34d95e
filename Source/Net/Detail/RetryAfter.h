// SPDX-License-Identifier: Apache-2.0
// Reads the header field Retry-After (RFC 9110, 10.2.3). Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace parley::net
{

/// A date of HTTP in any of its three forms (RFC 9110, 5.6.7). A year of two digits that would lie more than 50 years
/// after `now` is one of the past.
/// @thread any but audio
[[nodiscard]] std::optional<std::chrono::sys_seconds> parseHttpDate(std::string_view text,
                                                                    std::chrono::sys_seconds now);

/// The wait that the field asks for, in seconds or as a date, which may be over: 0 then. Nothing where it is neither.
/// @thread any but audio
[[nodiscard]] std::optional<std::chrono::seconds> parseRetryAfter(std::string_view text, std::chrono::sys_seconds now);

} // namespace parley::net
