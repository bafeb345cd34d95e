// SPDX-License-Identifier: Apache-2.0
// The answers that somebody wrote down for the service (docs/script.md), read and checked.
#pragma once

#include "Service/Script/SpokenPattern.h"
#include "Wire/Item.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::service
{

struct ScriptCall
{
    std::string name; ///< Of the function; of a handoff the agent's name, or that of its function.
    wire::Json arguments = wire::Json::object(); ///< Its texts may hold {captures}.
    bool isHandoff = false;
};

struct ScriptRule
{
    std::string name;                    ///< For `after` of others; empty: none.
    std::vector<SpokenPattern> patterns; ///< A line must fit one of them. None (of `otherwise`): any line.
    std::vector<std::string> answers;    ///< With calls: what is said when their outputs are there.
    bool isChosenBySeed = false;         ///< Else the answers take turns.
    std::vector<ScriptCall> calls;
    std::optional<std::size_t> after; ///< The rule that must have taken the user's line before this one.
    bool isOnce = false;              ///< Once in a conversation.
};

struct AnswerScript
{
    static constexpr std::size_t mostRules = 1000;
    static constexpr std::size_t mostPatterns = 32; ///< Of a rule.
    static constexpr std::size_t mostAnswers = 32;  ///< Of a rule.
    static constexpr std::size_t mostCalls = 8;     ///< Of a rule.
    static constexpr std::size_t longestAnswer = 4096;

    std::uint64_t seed = 0;
    std::vector<ScriptRule> rules; ///< The first that fits answers.
    std::optional<ScriptRule> otherwise;

    /// What a user may say word by word, from the patterns without an open part.
    /// @thread any
    [[nodiscard]] std::vector<std::string> phrases() const;
};

} // namespace parley::service
