// SPDX-License-Identifier: Apache-2.0
// A POST to /v1/chat/completions, read and checked.
#pragma once

#include "Service/Http/Exchange.h"
#include "Voice/VoiceLimits.h"

#include <cstddef>
#include <variant>
#include <vector>

namespace parley::service
{

struct ChatRequest
{
    std::string model;
    AnswerRequest question;
    /// As in a session, see ResponseRun::longestAnswer; from max_completion_tokens or max_tokens, if that is less.
    std::size_t longestAnswerBytes = voice::mostAnswerBytes / 2;
    std::vector<std::string> stops; ///< The answer ends before the first of these.
    bool isStreamed = false;
    bool wantsUsage = false; ///< stream_options.include_usage
    std::size_t inputBytes = 0;
};

/// Fields that it does not know are passed over, for there are many and they change nothing here; a field that is read
/// and is of the wrong type, and more than one choice, are refused.
/// @thread any
[[nodiscard]] std::variant<ChatRequest, PlainAnswer> readChatRequest(const EndpointRequest& request);

} // namespace parley::service
