// SPDX-License-Identifier: Apache-2.0
// What finds the words of an answer. The service's own is RuleAnswerer; a chat server can stand in its place.
#pragma once

#include "Base/Result.h"
#include "Wire/Item.h"

#include <string>
#include <vector>

namespace parley::service
{

/// One message of the conversation, as plain text.
struct SpokenTurn
{
    wire::Role role = wire::Role::user;
    std::string text; ///< Empty: something was said that was not understood.
};

struct AnswerRequest
{
    std::string instructions;
    std::vector<SpokenTurn> turns; ///< Oldest first.
    std::string toolOutput;        ///< Output of the tool that ran last, when nothing was said since; else empty.
};

class Answerer
{
public:
    virtual ~Answerer() = default;

    /// The answer's text, never empty. May block.
    /// @thread pool, one call at a time
    [[nodiscard]] virtual Result<std::string> answer(const AnswerRequest& request) = 0;
};

} // namespace parley::service
