// SPDX-License-Identifier: Apache-2.0
// What goes wrong with a connection, as errors: one sentence each that says what to do.
#pragma once

#include "Base/Error.h"
#include "Net/Proxy.h"
#include "Net/Url.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley::net
{

/// "host:port", always with the port; an IPv6 address in brackets.
[[nodiscard]] std::string hostAndPort(const Url& url);

[[nodiscard]] Error hostNotFound(std::string_view host);
[[nodiscard]] Error nameServersFailed(std::string_view host, std::string_view reason);
[[nodiscard]] Error nothingAnswers(const Url& url);
[[nodiscard]] Error unreachable(const Url& url, std::string_view reason);

/// `stage` is one of those that WebSocketDeadlines lists; it becomes `where`.
[[nodiscard]] Error timedOut(std::string_view stage, std::chrono::milliseconds limit, const Url& url);

/// The proxy itself was not found or not reached; `problem` says why.
[[nodiscard]] Error proxyUnreachable(const Proxy& proxy, const Error& problem);
/// The proxy answered CONNECT with an HTTP status that opens no tunnel.
[[nodiscard]] Error proxyRefused(const Proxy& proxy, int httpStatus, const std::string& target);
[[nodiscard]] Error proxySpeaksNoHttp(const Proxy& proxy, std::string_view reason);
/// The name leads to an address that only public ones may be used in place of.
[[nodiscard]] Error privateAddress(std::string_view host, std::string_view address);

/// What a refused upgrade carries beside its body: x-request-id and Retry-After.
struct RefusalHeaders
{
    std::string_view requestId;
    std::string_view retryAfter;
};

/// The upgrade was answered with an HTTP status other than 101. Of the body, a JSON `error` object up to 64 KiB is
/// read.
[[nodiscard]] Error upgradeRefused(int httpStatus, std::string_view body, const RefusalHeaders& headers,
                                   const Url& url);
/// An HTTP request was answered with a status that is no success. Body and headers are read as above.
[[nodiscard]] Error requestRefused(int httpStatus, std::string_view body, const RefusalHeaders& headers,
                                   const Url& url);
[[nodiscard]] Error notAWebSocket(const Url& url, std::string_view reason);

/// The peer sent CLOSE.
[[nodiscard]] Error closedByPeer(std::uint16_t code, std::string_view reason);
/// The connection ended without CLOSE.
[[nodiscard]] Error connectionLost(const Url& url, std::string_view reason);
[[nodiscard]] Error messageTooBig(const Url& url, std::size_t limit);
[[nodiscard]] Error protocolBroken(const Url& url, std::string_view reason);
[[nodiscard]] Error closedByUs();

} // namespace parley::net
