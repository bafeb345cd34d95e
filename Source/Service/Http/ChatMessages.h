// SPDX-License-Identifier: Apache-2.0
// The messages of a chat as an Answerer wants them.
#pragma once

#include "Service/Answerer.h"
#include "Service/EventSink.h"

#include <optional>

namespace parley::service
{

/// Roles that nobody knows, content that is neither text nor parts, more than 128 calls in a message or two with
/// one id, calls without their outputs right behind them, and outputs without a call are faults.
/// @thread any
[[nodiscard]] std::optional<Rejection> findFaultInMessages(const Json& messages);

/// `messages` are checked. What the system or the developer says before anybody else are the instructions. Outputs of
/// tools since the latest message of the user's are joined in the order of their calls. Of content in parts the texts
/// count.
/// @thread any
[[nodiscard]] AnswerRequest questionFrom(const Json& messages);

} // namespace parley::service
