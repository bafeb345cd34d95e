// SPDX-License-Identifier: Apache-2.0
// Answers as a stream of server-sent events (WHATWG HTML, 9.2), one JSON object each.
#pragma once

#include "Service/Http/Exchange.h"

#include <string>

namespace parley::service
{

constexpr auto* eventStreamType = "text/event-stream; charset=utf-8";

[[nodiscard]] inline AnswerHead eventStreamHead()
{
    return {200, eventStreamType, true, {{"Cache-Control", "no-cache"}}};
}

[[nodiscard]] inline std::string serverSentEvent(const Json& data)
{
    return "data: " + data.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n\n";
}

/// How a stream tells that it cannot go on; nothing follows it.
[[nodiscard]] inline std::string serverSentError(const Error& error)
{
    return "data: " + refuseFor(error).body + "\n\n";
}

} // namespace parley::service
