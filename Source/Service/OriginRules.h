// SPDX-License-Identifier: Apache-2.0
// Keeps pages of other sites, in a browser on this machine, away from a service that trusts the machine.
#pragma once

#include "Net/Headers.h"

#include <optional>
#include <string>
#include <string_view>

namespace parley::service
{

/// localhost, *.localhost, 127.x.x.x or ::1, with or without a port, brackets, or a scheme before it.
/// @thread any
[[nodiscard]] bool isLoopbackName(std::string_view authority);

/// The sentence for a 403, or nothing. `host` and `origin` are the request's headers. A service on the loopback address
/// answers loopback names only, so that a name that leads here by DNS rebinding finds nothing; a page may ask when its
/// own origin is a loopback name, or the very host that it asks.
/// @thread any
[[nodiscard]] std::optional<std::string> findFaultInOrigin(const std::optional<std::string>& host,
                                                           const std::optional<std::string>& origin,
                                                           bool isLoopbackOnly);

/// What lets the page that asks read the answer (Fetch, 3.2, "CORS protocol"): nothing without an origin, or for one
/// that may not ask.
/// @thread any
[[nodiscard]] net::Headers headersForPage(const std::optional<std::string>& host,
                                          const std::optional<std::string>& origin, bool isLoopbackOnly);

/// What beside them answers a browser that asks before its page may. `wanted` is its Access-Control-Request-Headers.
/// @thread any
[[nodiscard]] net::Headers preflightHeaders(const std::optional<std::string>& wanted);

} // namespace parley::service
