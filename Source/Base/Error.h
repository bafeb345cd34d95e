// SPDX-License-Identifier: Apache-2.0
// The one error type of Parley: what kind, what to do about it, what the other side said, and where it happened.
#pragma once

#include <string>
#include <string_view>

namespace parley
{

/// The closed list of what can go wrong. A caller may switch over it; its name (see `toString`) is stable.
enum class ErrorCode
{
    invalidArgument,
    fileNotFound,
    fileInvalid,
    noApiKey,
    caFileInvalid,
    dnsFailed,
    proxyFailed,
    connectFailed,
    tlsFailed,
    upgradeRejected,
    unauthorized,
    forbidden,
    quotaExceeded,
    rateLimited,
    modelUnavailable,
    protocolIncompatible,
    upstreamServerError,
    sessionExpired,
    closedByServer,
    timeout,
    updateRejected,
    requestRejected,
    responseFailed,
    responseIncomplete,
    playoutOverflow,
    queueFull,
    speechModelMissing,
    helperNotFound,
    helperNotStarted,
    notConnected,
    cancelled,
    internal
};

/// @thread any
[[nodiscard]] std::string_view toString(ErrorCode code) noexcept;

/// A failure as a value. Never holds a key: texts that come from outside pass through `redact` (see Log.h) first.
struct Error
{
    ErrorCode code = ErrorCode::internal;
    std::string message{};         ///< One sentence that says what to do.
    std::string where{};           ///< The stage or place, for instance "tls" or a file name; may be empty.
    std::string upstreamCode{};    ///< The other side's own code, for instance "invalid_api_key"; may be empty.
    std::string upstreamMessage{}; ///< The other side's own words; may be empty.
    std::string requestId{};       ///< The id under which the other side knows the request; may be empty.

    /// "message [code, where; upstream says: ...; request id ...]", for logs and terminals.
    [[nodiscard]] std::string describe() const;
};

} // namespace parley
