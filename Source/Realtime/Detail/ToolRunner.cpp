// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Detail/ToolRunner.h"

#include "Base/Log.h"
#include "Realtime/Rules/Handoffs.h"
#include "Realtime/Rules/ToolCalls.h"

#include <exception>
#include <memory>
#include <utility>

namespace parley::realtime
{
namespace
{

/// The reason in its own words, or what `whenThrown` makes of the words of an exception.
template <typename Run, typename WhenThrown>
auto guarded(Run run, WhenThrown whenThrown) -> decltype(run())
{
    try
    {
        return run();
    }
    catch (const std::exception& problem)
    {
        return whenThrown(redact(problem.what()));
    }
    catch (...)
    {
        return whenThrown(std::string("something that is not an exception was thrown"));
    }
}

Error toModel(const std::string& message)
{
    return {ErrorCode::requestRejected, redact(message), "tool"};
}

std::optional<Error> objectionTo(const ToolCall& call, const Tool& tool)
{
    for (const auto& guardrail : tool.inputGuardrails)
        if (auto objection = guardrail(call))
            return toModel(*objection);
    return std::nullopt;
}

ToolResult ask(const ToolCall& call, const Tool& tool)
{
    if (auto objection = objectionTo(call, tool))
        return std::move(*objection);
    // What cannot be asked must not pass.
    const auto mustAsk = guarded([&] { return tool.needsApproval(call); }, [](const std::string&) { return true; });
    return mustAsk ? ToolResult(NeedsApproval{}) : ToolResult(MayRun{});
}

ToolResult runTool(const ToolCall& call, const Tool& tool)
{
    if (auto objection = objectionTo(call, tool))
        return std::move(*objection);
    auto output = tool.run(call);
    if (!output)
        return toModel(toolAnswer::failed(tool.name, output.error().message));
    for (const auto& guardrail : tool.outputGuardrails)
        if (auto objection = guardrail(call, output.value().text))
            return toModel(*objection);
    return std::move(output).value();
}

ToolResult runHandoff(const ToolCall& call, const Handoff& handoff)
{
    if (auto refusal = handoff.onHandoff(call.arguments))
        return toModel(refusal->message);
    return handoffOutput(handoff);
}

ToolResult perform(const ToolJob& job)
{
    return guarded(
        [&]
        {
            if (job.handoff != nullptr)
                return runHandoff(job.call, *job.handoff);
            return job.kind == ToolJob::Kind::ask ? ask(job.call, *job.tool) : runTool(job.call, *job.tool);
        },
        [&](const std::string& reason) -> ToolResult { return toModel(toolAnswer::failed(job.call.name, reason)); });
}

std::optional<GuardrailTrip> checkOne(const OutputGuardrail& guardrail, const GuardrailJob& job,
                                      GuardrailFinding& finding)
{
    return guarded([&] { return guardrail.check ? guardrail.check(job.look) : std::nullopt; },
                   [&](const std::string& reason) -> std::optional<GuardrailTrip>
                   {
                       finding.failures.push_back({ErrorCode::internal,
                                                   "The guardrail " + guardrail.name +
                                                       " failed and counts as not tripped; correct it: " + reason,
                                                   "guardrail"});
                       return std::nullopt;
                   });
}

GuardrailFinding checkAll(const GuardrailJob& job)
{
    GuardrailFinding finding;
    for (const auto& guardrail : job.guardrails)
        if (job.look.stop.stop_requested())
            break;
        else if (auto trip = checkOne(guardrail, job, finding); trip && finding.guardrail.empty())
        {
            finding.guardrail = guardrail.name.empty() ? "guardrail" : guardrail.name;
            finding.reason = std::move(trip->reason);
        }
    return finding;
}

} // namespace

void ToolRunner::run(ToolJob job, const std::function<void(ToolResult)>& done)
{
    job.call.stop = stops[job.id].get_token();
    const auto name = job.call.name;
    const auto isTaken = executor.postToPool(
        [job = std::move(job), done, &threads = executor]
        {
            auto result = job.call.stop.stop_requested() ? ToolResult(toModel(toolAnswer::interrupted(job.call.name)))
                                                         : perform(job);
            threads.post([done, result = std::move(result)] { done(result); });
        });
    if (!isTaken)
        executor.post([done, name] { done(toModel(toolAnswer::tooMany(name))); });
}

void ToolRunner::look(GuardrailJob job, const std::function<void(GuardrailFinding)>& done)
{
    job.look.stop = lookStops[job.id].get_token();
    const auto isTaken = executor.postToPool(
        [job = std::move(job), done, &threads = executor]
        {
            auto finding = checkAll(job);
            threads.post([done, finding = std::move(finding)] { done(finding); });
        });
    if (isTaken)
        return;
    const Error failure{ErrorCode::queueFull,
                        "The guardrails did not look at an answer, because too much is running already: let tools and "
                        "handlers end sooner.",
                        "guardrail"};
    executor.post([done, failure] { done({{}, {}, {failure}}); });
}

void ToolRunner::stop(std::uint64_t job)
{
    if (const auto found = stops.find(job); found != stops.end())
        found->second.request_stop();
}

void ToolRunner::stopLook(std::uint64_t job)
{
    if (const auto found = lookStops.find(job); found != lookStops.end())
        found->second.request_stop();
}

void ToolRunner::stopAll()
{
    for (auto& [job, stop] : stops)
        stop.request_stop();
    for (auto& [job, stop] : lookStops)
        stop.request_stop();
}

} // namespace parley::realtime
