// SPDX-License-Identifier: Apache-2.0
// An Answerer that says what a script says (docs/script.md), and asks another one where the script has nothing.
#pragma once

#include "Service/Answerer.h"
#include "Service/Script/AnswerScript.h"

#include <memory>
#include <optional>

namespace parley::service
{

/// Keeps nothing between two answers: what was said before (`after`, `once`, whose turn it is among several answers) is
/// found in the conversation of the request, so the same conversation gives the same answer.
///
/// The script answers the user's last line when it was understood. Its rule must fit the tool choice, and the session
/// must offer every function that the rule calls; else the next rule is looked at. A rule with calls is asked again
/// when their outputs are there, and says its answers then. The other answerer answers what no rule takes, speech that
/// was not understood, outputs that a rule has no answers for, and what a guardrail stopped.
class ScriptAnswerer : public Answerer
{
public:
    /// Of a conversation at most so many lines of the user's are looked at, the latest.
    static constexpr std::size_t mostTurns = 64;

    ScriptAnswerer(std::shared_ptr<const AnswerScript> answers, std::unique_ptr<Answerer> other);

    [[nodiscard]] Result<Answer> answer(const AnswerRequest& request) override;

private:
    [[nodiscard]] std::optional<Answer> fromScript(const AnswerRequest& request) const;

    std::shared_ptr<const AnswerScript> script;
    std::unique_ptr<Answerer> otherwise;
};

} // namespace parley::service
