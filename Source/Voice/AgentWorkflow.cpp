// SPDX-License-Identifier: Apache-2.0
#include "Voice/AgentWorkflow.h"

#include "Realtime/Rules/Handoffs.h"
#include "Voice/Detail/ChatTurn.h"
#include "Voice/Detail/Posted.h"

#include <algorithm>
#include <utility>

namespace parley::voice
{
namespace
{

/// What is handed out; its end ends the turn, also from inside a handler of that.
class Turn final : public Activity
{
public:
    explicit Turn(std::shared_ptr<ChatTurn> started)
        : turn(std::move(started))
    {
    }
    ~Turn() override { turn->stop(); }

private:
    std::shared_ptr<ChatTurn> turn;
};

} // namespace

AgentWorkflow::AgentWorkflow(std::shared_ptr<const VoiceService> used, AgentWorkflowSettings settings)
    : conversation(std::make_shared<Conversation>())
{
    conversation->service = std::move(used);
    // The first agent can be handed back to by its name.
    if (std::ranges::find(settings.cast, settings.agent.name, &realtime::Agent::name) == settings.cast.end())
        settings.cast.push_back(settings.agent);
    conversation->settings = std::move(settings);
    conversation->speakAs(std::make_shared<const realtime::Agent>(conversation->settings.agent));
}

std::unique_ptr<Activity> AgentWorkflow::greet(WorkflowHandlers handlers)
{
    const auto greeting = conversation->settings.agent.greeting;
    if (greeting.empty() || std::exchange(conversation->hasGreeted, true))
        return nullptr;
    conversation->history.assistant(greeting);
    return std::make_unique<Posted>(
        conversation->service->pool->executor(), [greeting, told = std::move(handlers.onText)] { told(greeting); },
        [told = std::move(handlers.onEnd)] { told(std::nullopt); });
}

std::unique_ptr<Activity> AgentWorkflow::answer(std::string transcript, WorkflowHandlers handlers)
{
    auto& executor = conversation->service->pool->executor();
    const auto& settings = conversation->settings;
    if (auto fault = realtime::findFaultInCast(*conversation->speaker, settings.cast, {}))
        return std::make_unique<Posted>(executor, [fault, told = std::move(handlers.onEnd)] { told(fault); });
    const auto turn = std::make_shared<ChatTurn>(conversation, std::move(handlers));
    turn->start(transcript);
    return std::make_unique<Turn>(turn);
}

void AgentWorkflow::wasCut(const std::string& heard)
{
    conversation->history.cutAnswer(heard);
}

std::string AgentWorkflow::currentAgent() const
{
    const std::scoped_lock lock(conversation->mutex);
    return conversation->speakerName;
}

} // namespace parley::voice
