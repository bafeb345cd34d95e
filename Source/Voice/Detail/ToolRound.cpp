// SPDX-License-Identifier: Apache-2.0
#include "Voice/Detail/ToolRound.h"

#include "Base/Detail/ExecutorDetail.h"
#include "Realtime/Rules/Handoffs.h"
#include "Realtime/Rules/ToolCalls.h"

#include <utility>

namespace parley::voice
{
namespace
{

constexpr const char* noOneApproves =
    "This call needs the user's approval, for which a voice pipeline has no way to ask. Do without it.";

} // namespace

ToolRound::ToolRound(Executor& usedExecutor, std::shared_ptr<const realtime::Agent> caller,
                     std::vector<ChatReader::Call> made, std::function<void(Result)> told)
    : executor(usedExecutor)
    , agent(std::move(caller))
    , calls(std::move(made))
    , onDone(std::move(told))
    , runner(usedExecutor)
    , open(calls.size())
    , unanswered(calls.size())
{
    result.outputs.resize(calls.size());
}

void ToolRound::start()
{
    const auto alive = shared_from_this();
    for (std::size_t place = 0; place < calls.size(); ++place)
        begin(place);
}

void ToolRound::stop()
{
    isStopped = true;
    runner.stopAll();
    open.clear();
}

void ToolRound::begin(std::size_t place)
{
    const auto& call = calls[place];
    auto arguments = wire::Json::parse(call.arguments.empty() ? "{}" : call.arguments, nullptr, false);
    auto& job = open[place].job;
    const auto target = realtime::findCalled(agent, {}, call.name);
    if (const auto* tool = std::get_if<std::shared_ptr<const realtime::Tool>>(&target))
        job.tool = *tool;
    else if (const auto* handoff = std::get_if<std::shared_ptr<const realtime::Handoff>>(&target))
        job.handoff = *handoff;
    const std::function<bool()>* enabled = nullptr;
    if (job.tool != nullptr)
        enabled = &job.tool->isEnabled;
    else if (job.handoff != nullptr)
        enabled = &job.handoff->isEnabled;
    if (enabled == nullptr)
        answer(place, realtime::toolAnswer::unknown(call.name));
    else if (!realtime::isEnabled(*enabled))
        answer(place, realtime::toolAnswer::disabled(call.name));
    else if (!arguments.is_object())
        answer(place, realtime::toolAnswer::badArguments(call.name));
    else
    {
        job.call = {call.id, call.name, agent->name, std::move(arguments), {}, {}};
        const bool asks = job.tool != nullptr && job.tool->needsApproval;
        job.kind = asks ? realtime::ToolJob::Kind::ask : realtime::ToolJob::Kind::run;
        run(place);
    }
}

void ToolRound::run(std::size_t place)
{
    auto& one = open[place];
    if (one.job.handoff != nullptr && !one.job.handoff->onHandoff)
    {
        finished(place, realtime::handoffOutput(*one.job.handoff));
        return;
    }
    one.job.id = place + 1;
    const auto patience = realtime::ToolCalls::patience(one.job);
    one.job.call.deadline = std::chrono::steady_clock::now() + patience;
    one.deadline =
        std::make_unique<net::Deadline>(executor.detail().ioContext.get_executor(),
                                        [this, place, patience]
                                        {
                                            runner.stop(place + 1);
                                            answer(place, realtime::toolAnswer::timedOut(calls[place].name, patience));
                                        });
    one.deadline->start(patience);
    runner.run(one.job,
               [weak = weak_from_this(), place](const realtime::ToolResult& told)
               {
                   if (const auto self = weak.lock())
                       self->finished(place, told);
               });
}

void ToolRound::finished(std::size_t place, const realtime::ToolResult& told)
{
    if (isStopped || open[place].isAnswered)
        return;
    auto& job = open[place].job;
    if (std::holds_alternative<realtime::MayRun>(told))
    {
        job.kind = realtime::ToolJob::Kind::run;
        run(place);
    }
    else if (std::holds_alternative<realtime::NeedsApproval>(told))
        answer(place, noOneApproves);
    else if (const auto* failure = std::get_if<Error>(&told))
        answer(place, failure->message);
    else
    {
        // The first handoff of an answer counts, as in a session.
        if (job.handoff != nullptr && result.handoff == nullptr)
            result.handoff = job.handoff;
        answer(place, realtime::toolAnswer::limited(std::get<realtime::ToolOutput>(told).text));
    }
}

void ToolRound::answer(std::size_t place, std::string output)
{
    if (isStopped || std::exchange(open[place].isAnswered, true))
        return;
    if (open[place].deadline != nullptr)
        open[place].deadline->stop();
    result.outputs[place] = std::move(output);
    if (--unanswered > 0)
        return;
    // Posted, so that the tools of one answer are told in one way whether they ran or not.
    executor.post(
        [self = shared_from_this()]
        {
            if (!std::exchange(self->isStopped, true))
                self->onDone(std::move(self->result));
        });
}

} // namespace parley::voice
