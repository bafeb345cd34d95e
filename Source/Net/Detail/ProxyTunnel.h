// SPDX-License-Identifier: Apache-2.0
// Asks an HTTP proxy for a connection to somewhere else (RFC 9110, 9.3.6, CONNECT).
#pragma once

#include "Base/Error.h"
#include "Net/Proxy.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace parley::net
{

/// The answer's head may be so long; a proxy that says more is none.
inline constexpr std::size_t longestProxyAnswer = std::size_t{16} * 1024;

/// `target` is host:port, an IPv6 address in brackets.
[[nodiscard]] std::string connectRequest(const Proxy& proxy, const std::string& target);

/// Why the head of an answer opens no tunnel; nothing when it does.
[[nodiscard]] std::optional<Error> faultInConnectAnswer(std::string_view head, const Proxy& proxy,
                                                        const std::string& target);

/// Over a socket that is connected to the proxy. Has no limit of its own: closing the socket ends it.
/// @thread network
[[nodiscard]] boost::asio::awaitable<std::optional<Error>> openTunnel(boost::asio::ip::tcp::socket& socket,
                                                                      const Proxy& proxy, std::string target);

} // namespace parley::net
