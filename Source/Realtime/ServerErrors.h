// SPDX-License-Identifier: Apache-2.0
// What an `error` of the service means: which kind it is, and what to do about it. Pure.
#pragma once

#include "Base/Error.h"
#include "Wire/ServerEvent.h"

#include <string>
#include <string_view>

namespace parley::realtime
{

/// Tells quota, rate limit, key, access, model, protocol and upstream faults apart, by code, type, parameter and words;
/// what is none of them is requestRejected. Codes: docs/protocol.md, "Errors".
/// @thread any but audio
[[nodiscard]] ErrorCode classify(const wire::ServerError& error);

/// The error as a value, with a sentence for its kind and the service's own words.
/// @thread any but audio
[[nodiscard]] Error errorFrom(const wire::ServerError& error);

/// Why a response did not complete: status_details.error of response.done (schema: RealtimeResponse), secrets removed.
/// @thread any but audio
[[nodiscard]] wire::ServerError failureIn(const wire::Json& response);

/// The first "sess_..." in the text, which a report to the service's makers needs; empty when there is none.
[[nodiscard]] std::string sessionIdIn(std::string_view text);

} // namespace parley::realtime
