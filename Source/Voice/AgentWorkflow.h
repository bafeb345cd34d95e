// SPDX-License-Identifier: Apache-2.0
// An agent as a workflow: a chat model answers, calls its tools and hands off, over any OpenAI-compatible
// POST /chat/completions.
#pragma once

#include "Realtime/Agent.h"
#include "Voice/VoiceService.h"
#include "Voice/Workflow.h"

#include <memory>
#include <string>
#include <vector>

namespace parley::voice
{

struct AgentWorkflowSettings
{
    realtime::Agent agent; ///< Its greeting is spoken first, word for word.
    std::string model = "gpt-4o-mini";
    std::vector<realtime::Agent> cast{}; ///< Whom a handoff by name may lead to; `agent` is always one of them.
};

/// Remembers what was said, over turns and runs; of an answer that was cut, what had been heard of it. A tool runs on
/// the pool, with its stop token and deadline, and fails in words to the model; one that needs an approval is not run.
/// A model that calls tools again and again is stopped with limitReached after `mostRounds`.
class AgentWorkflow final : public Workflow
{
public:
    static constexpr int mostRounds = 10;

    AgentWorkflow(std::shared_ptr<const VoiceService> used, AgentWorkflowSettings settings);

    [[nodiscard]] std::unique_ptr<Activity> greet(WorkflowHandlers handlers) override;
    [[nodiscard]] std::unique_ptr<Activity> answer(std::string transcript, WorkflowHandlers handlers) override;
    void wasCut(const std::string& heard) override;

    /// Who speaks now. @thread any but audio
    [[nodiscard]] std::string currentAgent() const;

    struct Conversation;

private:
    std::shared_ptr<Conversation> conversation;
};

} // namespace parley::voice
