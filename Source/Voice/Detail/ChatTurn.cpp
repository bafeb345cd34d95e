// SPDX-License-Identifier: Apache-2.0
#include "Voice/Detail/ChatTurn.h"

#include "Realtime/Rules/Handoffs.h"

#include <utility>

namespace parley::voice
{
namespace
{

Error neverAnswers()
{
    return {ErrorCode::limitReached,
            "The model called tools " + std::to_string(AgentWorkflow::mostRounds) +
                " times in a row without an answer: correct its instructions or its tools.",
            "workflow"};
}

} // namespace

void AgentWorkflow::Conversation::speakAs(std::shared_ptr<const realtime::Agent> next)
{
    speaker = std::move(next);
    const std::scoped_lock lock(mutex);
    speakerName = speaker->name;
}

ChatTurn::ChatTurn(std::shared_ptr<AgentWorkflow::Conversation> in, WorkflowHandlers told)
    : conversation(std::move(in))
    , handlers(std::move(told))
{
}

void ChatTurn::start(const std::string& transcript)
{
    conversation->history.user(transcript);
    ask();
}

void ChatTurn::stop()
{
    if (std::exchange(isOver, true))
        return;
    if (tools != nullptr)
        tools->stop();
    call.reset();
    conversation->history.assistant(said);
}

void ChatTurn::ask()
{
    ++rounds;
    reader.emplace();
    said.clear();
    const auto& service = *conversation->service;
    auto body = conversation->history.request(conversation->settings.model, *conversation->speaker)
                    .dump(-1, ' ', false, wire::Json::error_handler_t::replace);
    const auto told = [weak = weak_from_this()](auto member)
    {
        return [weak, member](const auto& value)
        {
            if (const auto self = weak.lock(); self != nullptr && !self->isOver)
                ((*self).*member)(value);
        };
    };
    call = service.pool->call(service.post("/chat/completions", "application/json", std::move(body)),
                              service.callOptions(), {nullptr, told(&ChatTurn::heard), told(&ChatTurn::answered)});
}

void ChatTurn::heard(std::string_view bytes)
{
    const auto text = reader->read(bytes);
    said += text;
    if (!text.empty())
        handlers.onText(text);
    if (!isOver && reader->fault())
        end(reader->fault());
}

void ChatTurn::answered(const std::optional<Error>& problem)
{
    reader->finish();
    const auto& fault = problem ? problem : reader->fault();
    auto calls = reader->calls();
    if (fault || calls.empty())
    {
        end(fault);
        return;
    }
    if (rounds >= AgentWorkflow::mostRounds)
    {
        end(neverAnswers());
        return;
    }
    tools =
        std::make_shared<ToolRound>(conversation->service->pool->executor(), conversation->speaker, std::move(calls),
                                    [weak = weak_from_this()](const ToolRound::Result& result)
                                    {
                                        if (const auto self = weak.lock(); self != nullptr && !self->isOver)
                                            self->toolsDone(result);
                                    });
    tools->start();
}

void ChatTurn::toolsDone(const ToolRound::Result& result)
{
    conversation->history.tools(std::exchange(said, {}), reader->calls(), result.outputs);
    if (result.handoff != nullptr)
    {
        const auto next = realtime::targetOf(*result.handoff, conversation->settings.cast);
        if (next != nullptr)
            conversation->speakAs(next);
        if (next == nullptr || !result.handoff->newAgentSpeaksFirst)
        {
            end(std::nullopt);
            return;
        }
    }
    ask();
}

void ChatTurn::end(const std::optional<Error>& problem)
{
    const auto alive = shared_from_this();
    stop();
    handlers.onEnd(problem);
}

} // namespace parley::voice
