// SPDX-License-Identifier: Apache-2.0
// The service's own Answerer: a few fixed rules, so that every answer can be foretold and checked.
#pragma once

#include "Service/Answerer.h"

#include <ctime>
#include <functional>

namespace parley::service
{

/// Whether this is the line by which a client tells that its guardrail stopped the last answer: one of the system's
/// that says so, or one of the user's as the Agents SDKs write it ("guardrail triggered: ...", "Your last answer was
/// blocked. Failed Guardrail Reason: ...").
/// @thread any
[[nodiscard]] bool tellsOfGuardrail(const SpokenTurn& turn);

/// Whether the conversation ends with such a line.
/// @thread any
[[nodiscard]] bool isStoppedByGuardrail(const std::vector<SpokenTurn>& turns);

/// In this order, whatever the case of the letters:
/// - a tool choice forces a call: that call
/// - a guardrail stopped the last answer: an apology
/// - "reply with exactly X" or "say exactly X" said by the user: X
/// - functions that the user's words call for (see ToolMatcher): their calls
/// - the same set in the instructions (up to the line's end): X
/// - tools have run since the user's words, which call for none then: their output, or who speaks now where it is that
///   of a "transfer_to_..." function as the Agents SDKs report a handoff
/// - nothing understood: a request to say it again
/// - "count to N" (to 100, as digits or words to twenty): the numbers
/// - a sum (see Sums): its result
/// - "repeat after me X", "please say X": X; "say that again", "repeat that": the last answer
/// - "tell me a long story", "talk at length", "talk for a minute", with or without "about X": a story (see LongTalk)
/// - "my name is X", "what is my name", "your name" or "who are you", "what time" or "time is it", "what day" or
///   "what is the date", "what can you do", "thank you" or "thanks", a first word hello, hi or hey, and "how are you":
///   small talk
/// - another question (see Questions): that it does not know
/// - anything else: "You said: ..."
/// Words come in the form that the request wants, see StructuredText.
class RuleAnswerer : public Answerer
{
public:
    using LocalTime = std::function<std::tm()>;

    /// `clock` tells the local time; empty: the machine's.
    explicit RuleAnswerer(LocalTime clock = {});

    [[nodiscard]] Result<Answer> answer(const AnswerRequest& request) override;

private:
    [[nodiscard]] Answer inWords(const AnswerRequest& request, const std::string& said) const;
    [[nodiscard]] std::string smallTalk(const std::string& lowered, const std::string& said,
                                        const std::vector<SpokenTurn>& turns) const;

    LocalTime localTime;
};

} // namespace parley::service
