// SPDX-License-Identifier: Apache-2.0
// A parsed ws, wss, http or https address.
#pragma once

#include "Base/Result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::net
{

struct Url
{
    std::string scheme;     ///< "ws", "wss", "http" or "https", lower case.
    std::string host;       ///< Name or address, without brackets.
    std::uint16_t port = 0; ///< As written, or the scheme's default (80, 443).
    std::string path = "/"; ///< Begins with '/', percent-encoding kept.
    std::string query;      ///< Without '?', percent-encoding kept.

    /// Accepts the four schemes; anything else, user info or a missing host is an invalidArgument error.
    /// @thread any
    [[nodiscard]] static Result<Url> parse(std::string_view text);

    [[nodiscard]] bool isSecure() const { return scheme == "wss" || scheme == "https"; }

    /// True for localhost, 127.0.0.0/8 and ::1.
    [[nodiscard]] bool isLoopback() const;

    /// Path and query, as a request line carries them.
    [[nodiscard]] std::string target() const;

    /// host, or host:port when the port is not the scheme's default; an IPv6 address in brackets. For the Host header.
    [[nodiscard]] std::string authority() const;

    [[nodiscard]] std::string toString() const;

    /// Adds name=value, percent-encoded, unless the query has that name already.
    void addQuery(std::string_view name, std::string_view value);
    [[nodiscard]] bool hasQuery(std::string_view name) const;
};

} // namespace parley::net
