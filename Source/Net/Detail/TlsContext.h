// SPDX-License-Identifier: Apache-2.0
// TLS for the client's side: what is trusted, what is checked of the peer, and what to say when the check fails.
#pragma once

#include "Base/Result.h"
#include "Net/TrustRoots.h"
#include "Net/Url.h"

#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>

#include <memory>

namespace parley::net
{

/// TLS 1.2 and newer, peers verified against the system's roots and the bundle.
/// @thread pool or a thread of the caller's own: reads files
[[nodiscard]] Result<std::shared_ptr<boost::asio::ssl::context>> makeClientContext(const TrustRoots& roots);

/// Asks for the host by name (SNI, unless it is an address) and has the peer's certificate checked for it.
[[nodiscard]] bool expectHost(SSL* connection, const std::string& host);

/// The error of a handshake that failed with `problem`.
[[nodiscard]] Error handshakeError(SSL* connection, const Url& url, const boost::system::error_code& problem);

} // namespace parley::net
