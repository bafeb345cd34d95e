// SPDX-License-Identifier: Apache-2.0
#include "Base/Error.h"

namespace parley
{

std::string_view toString(ErrorCode code) noexcept
{
    switch (code)
    {
    case ErrorCode::invalidArgument:
        return "invalid_argument";
    case ErrorCode::fileNotFound:
        return "file_not_found";
    case ErrorCode::fileInvalid:
        return "file_invalid";
    case ErrorCode::noApiKey:
        return "no_api_key";
    case ErrorCode::caFileInvalid:
        return "ca_file_invalid";
    case ErrorCode::dnsFailed:
        return "dns_failed";
    case ErrorCode::proxyFailed:
        return "proxy_failed";
    case ErrorCode::connectFailed:
        return "connect_failed";
    case ErrorCode::tlsFailed:
        return "tls_failed";
    case ErrorCode::upgradeRejected:
        return "upgrade_rejected";
    case ErrorCode::unauthorized:
        return "unauthorized";
    case ErrorCode::forbidden:
        return "forbidden";
    case ErrorCode::quotaExceeded:
        return "quota_exceeded";
    case ErrorCode::rateLimited:
        return "rate_limited";
    case ErrorCode::modelUnavailable:
        return "model_unavailable";
    case ErrorCode::protocolIncompatible:
        return "protocol_incompatible";
    case ErrorCode::upstreamServerError:
        return "upstream_server_error";
    case ErrorCode::sessionExpired:
        return "session_expired";
    case ErrorCode::closedByServer:
        return "closed_by_server";
    case ErrorCode::timeout:
        return "timeout";
    case ErrorCode::updateRejected:
        return "update_rejected";
    case ErrorCode::requestRejected:
        return "request_rejected";
    case ErrorCode::responseFailed:
        return "response_failed";
    case ErrorCode::responseIncomplete:
        return "response_incomplete";
    case ErrorCode::playoutOverflow:
        return "playout_overflow";
    case ErrorCode::queueFull:
        return "queue_full";
    case ErrorCode::speechModelMissing:
        return "speech_model_missing";
    case ErrorCode::helperNotFound:
        return "helper_not_found";
    case ErrorCode::helperNotStarted:
        return "helper_not_started";
    case ErrorCode::notConnected:
        return "not_connected";
    case ErrorCode::cancelled:
        return "cancelled";
    case ErrorCode::internal:
        return "internal";
    }
    return "internal";
}

std::string Error::describe() const
{
    std::string text = message + " [" + std::string(toString(code));
    if (!where.empty())
        text += ", " + where;
    if (!upstreamCode.empty() || !upstreamMessage.empty())
    {
        text += "; upstream says: ";
        text += upstreamCode;
        if (!upstreamCode.empty() && !upstreamMessage.empty())
            text += ", ";
        text += upstreamMessage;
    }
    if (!requestId.empty())
        text += "; request id " + requestId;
    return text + "]";
}

} // namespace parley
