// SPDX-License-Identifier: Apache-2.0
// The form in which a chat wants its answer. Pure.
#pragma once

#include "Service/EventSink.h"

#include <optional>

namespace parley::service
{

/// `format` is null, or text, json_object, or json_schema with the name and the schema of an object (schema:
/// CreateChatCompletionRequest.response_format).
/// @thread any
[[nodiscard]] std::optional<Rejection> findFaultInResponseFormat(const Json& format);

/// Null where the words are free.
/// @thread any
[[nodiscard]] Json responseFormatFrom(const Json& format);

} // namespace parley::service
