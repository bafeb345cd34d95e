// SPDX-License-Identifier: Apache-2.0
// A whole HTTP answer, and refusals as the live service writes them.
#pragma once

#include "Net/Headers.h"
#include "Service/EventSink.h"

#include <string>

namespace parley::service
{

struct PlainAnswer
{
    int status = 404;
    std::string body;
    std::string contentType = "text/plain";
    net::Headers headers{}; ///< Beside Content-Type and Content-Length.
};

/// {"error":{message,type,param,code}} (schema: ErrorResponse).
/// @thread any
[[nodiscard]] PlainAnswer refusePlainly(int status, const Rejection& rejection);

/// 429, 500 or 400, by the rejection's type.
/// @thread any
[[nodiscard]] int statusOf(const Rejection& rejection);

/// What an engine's error means to who asked: 400 for a file that cannot be read, 503 when the service is busy, 504
/// when it took too long, else 500.
/// @thread any
[[nodiscard]] PlainAnswer refuseFor(const Error& error);

} // namespace parley::service
