// SPDX-License-Identifier: Apache-2.0
// A conversation's items as `messages` of POST /chat/completions. Pure.
#pragma once

#include "Service/Conversation.h"

#include <deque>

namespace parley::service
{

/// What was said but not understood is "[inaudible]"; an answer of which nothing was heard is left out. The output of a
/// function stands behind its call, as chat models want it, and what the agent said beside the call in the same message
/// as the call; a call without an output, or an output without its call, is left out.
/// @thread any
[[nodiscard]] Json chatMessages(const std::deque<ConversationItem>& items);

} // namespace parley::service
