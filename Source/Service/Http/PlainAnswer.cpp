// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/PlainAnswer.h"

namespace parley::service
{

PlainAnswer refusePlainly(int status, const Rejection& rejection)
{
    const auto orNull = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
    const Json body = {{"error",
                        {{"message", rejection.message},
                         {"type", rejection.type},
                         {"param", orNull(rejection.param)},
                         {"code", orNull(rejection.code)}}}};
    return {status, body.dump(-1, ' ', false, Json::error_handler_t::replace), "application/json"};
}

int statusOf(const Rejection& rejection)
{
    return rejection.type == "server_error" ? 500 : 400;
}

PlainAnswer refuseFor(const Error& error)
{
    const auto code = std::string(toString(error.code));
    switch (error.code)
    {
    case ErrorCode::fileInvalid:
    case ErrorCode::limitReached:
        return refusePlainly(400, {"invalid_value", error.message, "file"});
    case ErrorCode::queueFull:
    case ErrorCode::rateLimited:
    {
        auto busy = refusePlainly(503, {code, error.message, "", "server_error"});
        busy.headers.emplace_back("Retry-After", "1");
        return busy;
    }
    case ErrorCode::timeout:
        return refusePlainly(504, {code, error.message, "", "server_error"});
    case ErrorCode::connectFailed:
    case ErrorCode::protocolIncompatible:
    case ErrorCode::upstreamServerError:
        return refusePlainly(502, {code, error.message, "", "server_error"});
    default:
        return refusePlainly(500, {code, error.message, "", "server_error"});
    }
}

} // namespace parley::service
