// SPDX-License-Identifier: Apache-2.0
// From the session's settings and the overrides of a response.create to what the response is made with.
#pragma once

#include "Service/Conversation.h"
#include "Service/ResponseWriter.h"
#include "Service/SessionSettings.h"
#include "Service/Transcriptions.h"

#include <optional>
#include <variant>

namespace parley::service
{

struct PreparedResponse
{
    ResponsePlan plan;
    std::optional<Conversation> input; ///< What is answered in place of the conversation.
};

/// `overrides` is the checked `response` of a response.create, or null. Audio in its `input` goes to `transcriptions`.
[[nodiscard]] std::variant<PreparedResponse, Rejection>
prepareResponse(const Json& overrides, const SessionSettings& settings, Conversation& conversation,
                Transcriptions& transcriptions, Identifiers& ids);

/// An item as the service stores it: with id, object and status.
[[nodiscard]] Json completeItem(Json item, Identifiers& ids);

} // namespace parley::service
