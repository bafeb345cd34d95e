// SPDX-License-Identifier: Apache-2.0
// One HTTP request and its answer, over TCP or TLS, directly or through a proxy.
#pragma once

#include "Base/Executor.h"
#include "Base/Result.h"
#include "Net/Headers.h"
#include "Net/Proxy.h"
#include "Net/TrustRoots.h"
#include "Net/Url.h"

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>

namespace parley::net
{

struct HttpRequest
{
    std::string method = "GET";
    Url url{};         ///< http or https.
    Headers headers{}; ///< Beside Host, User-Agent and Content-Length. May hold a key: never logged.
    std::string body{};
};

struct HttpResponse
{
    int status = 0;
    Headers headers; ///< As they came, in order.
    std::string body;
};

struct HttpOptions
{
    TrustRoots trust{}; ///< For https.
    ProxySettings proxy{};
    std::chrono::milliseconds deadline{30000}; ///< For all of it, from the look-up of the name to the last byte.
    std::size_t maxBodyBytes = std::size_t{1024} * 1024; ///< Of the answer.
    /// Refuses a host that is, or whose name leads to, an address outside the public internet. The addresses looked at
    /// are those connected to; a proxy is given the address, too, in place of the name.
    bool refusesPrivateAddresses = false;
    std::string nameServers{}; ///< Comma-separated address[:port]; empty: the system's.
};

/// Any status is an answer, also 4xx and 5xx. Redirects are not followed: a 3xx is returned as it is. Errors: those of
/// connecting (see WebSocketDeadlines for the stages), timeout, protocolIncompatible (no HTTP, or an answer larger than
/// allowed), invalidArgument (a header, method or address that cannot be), cancelled (a stop was requested).
/// Blocks for at most the deadline: @thread pool or a thread of the caller's own, never network or audio.
[[nodiscard]] Result<HttpResponse> fetch(Executor& executor, const HttpRequest& request, const HttpOptions& options,
                                         const std::stop_token& stop = {});

} // namespace parley::net
