// SPDX-License-Identifier: Apache-2.0
// What finds the words of an answer. The service's own is RuleAnswerer; a chat server can stand in its place.
#pragma once

#include "Base/Result.h"
#include "Wire/Item.h"

#include <string>
#include <utility>
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
    std::string toolOutput{}; ///< Outputs of the tools that ran since something was said last, joined with a blank.
    wire::Json tools = wire::Json::array(); ///< What may be called; of these only type function.
    wire::Json toolChoice = "auto";         ///< Schema: ToolChoiceOptions, or an object that names the function.
    bool parallelToolCalls = true;          ///< Several functions may be called at once.
    /// The conversation once more, as `messages` of POST /chat/completions, without the instructions: for chat models.
    wire::Json messages = wire::Json::array();
    wire::Json responseFormat = nullptr; ///< `response_format` of POST /chat/completions; null: the words are free.
};

struct FunctionCall
{
    std::string name;
    std::string arguments; ///< A JSON object.
};

/// Words, functions to be called, or both, never neither. Made from a text, it is words alone.
struct Answer
{
    Answer(std::string words)
        : text(std::move(words))
    {
    }
    explicit Answer(std::vector<FunctionCall> functions, std::string words = {})
        : text(std::move(words))
        , calls(std::move(functions))
    {
    }

    std::string text;
    std::vector<FunctionCall> calls;
};

class Answerer
{
public:
    virtual ~Answerer() = default;

    /// May block.
    /// @thread pool, one call at a time
    [[nodiscard]] virtual Result<Answer> answer(const AnswerRequest& request) = 0;
};

} // namespace parley::service
