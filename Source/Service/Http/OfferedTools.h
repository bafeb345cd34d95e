// SPDX-License-Identifier: Apache-2.0
// The tools of a chat, and which of them it may or must call. Pure.
#pragma once

#include "Service/Answerer.h"
#include "Service/EventSink.h"

#include <optional>

namespace parley::service
{

/// Faults of `tools` (null, or an array of objects) and `tool_choice`: a tool that is no named function is one, and a
/// choice of what is not among the tools.
/// @thread any
[[nodiscard]] std::optional<Rejection> findFaultInTools(const Json& body);

/// `body` has no such fault. The functions are offered as the Realtime protocol lists them; of allowed_tools those that
/// it names, with its mode as the choice.
/// @thread any
void offerTools(AnswerRequest& question, const Json& body);

} // namespace parley::service
