// SPDX-License-Identifier: Apache-2.0
// SessionCore's rules for the model's calls of tools.
#include "Base/Log.h"
#include "Realtime/Rules/Handoffs.h"
#include "Realtime/Rules/Replay.h"
#include "Realtime/SessionCore.h"
#include "Wire/Detail/JsonFields.h"

#include <utility>

namespace parley::realtime
{
namespace
{

/// Null when they are not a JSON object; none at all are an empty one.
wire::Json readArguments(const std::string& text)
{
    if (text.empty())
        return wire::Json::object();
    auto arguments = wire::Json::parse(text, nullptr, false);
    return arguments.is_object() ? std::move(arguments) : wire::Json();
}

Error noSuchCall(const std::string& callId)
{
    return {ErrorCode::invalidArgument,
            "No call " + callId + " waits for approval: it was decided or the session ended.", "approval"};
}

wire::Item outputItem(const std::string& callId, const std::string& output)
{
    wire::Item item;
    item.type = "function_call_output";
    item.rest = {{"call_id", callId}, {"output", output}};
    return item;
}

} // namespace

void SessionCore::callTool(const std::string& responseId, const wire::Item& item)
{
    // function_call_arguments.done comes for cut calls, too (schema: RealtimeServerEventResponseFunctionCall
    // ArgumentsDone); a completed item is a call that the model means.
    if (item.type != "function_call" || (item.status != "completed" && !item.status.empty()) || isClosing)
        return;
    ToolCalls::Open call;
    call.responseId = responseId;
    call.itemId = item.id;
    call.job.call.callId = wire::textField(item.rest, "call_id");
    call.job.call.name = wire::textField(item.rest, "name");
    call.job.call.agent = speakerOf(responseId)->name;
    call.job.call.arguments = readArguments(wire::textField(item.rest, "arguments"));
    if (call.job.call.callId.empty() || !toolCalls.isNew(call.job.call.callId))
        return;
    toolCalls.arrived(responseId);
    // An answer that has acted is not asked for again when its connection is lost; the tool would act twice.
    answers.acted(responseId);
    beginCall(std::move(call));
}

void SessionCore::beginCall(ToolCalls::Open call)
{
    const auto name = call.job.call.name;
    const auto target = findCalled(speakerOf(call.responseId), toolsOfSession(), name);
    freeForcedChoice(name);
    if (std::holds_alternative<OfApplication>(target))
    {
        publish(ToolStarted{call.job.call.callId, call.job.call.agent, name, call.job.call.arguments});
        toolCalls.answered(call.responseId, true);
        return;
    }
    if (const auto* called = std::get_if<std::shared_ptr<const Tool>>(&target))
        call.job.tool = *called;
    if (const auto* called = std::get_if<std::shared_ptr<const Handoff>>(&target))
        call.job.handoff = *called;
    const auto* tool = call.job.tool.get();
    const auto* handoff = call.job.handoff.get();
    if (tool == nullptr && handoff == nullptr)
        refuse(call, toolAnswer::unknown(name));
    else if (bargeIn.isDropped(call.responseId))
        answer(call, ToolOutput::background(toolAnswer::interrupted(name)), true);
    else if (!isEnabled(tool != nullptr ? tool->isEnabled : handoff->isEnabled))
        refuse(call, toolAnswer::disabled(name));
    else if (!call.job.call.arguments.is_object())
        refuse(call, toolAnswer::badArguments(name));
    else if (toolCalls.isFull())
        refuse(call, toolAnswer::tooMany(name));
    else if (handoff != nullptr)
        handOff(call);
    else
    {
        const auto kind = tool->needsApproval ? ToolJob::Kind::ask : ToolJob::Kind::run;
        startJob(std::move(call), kind);
    }
}

/// A choice that forces a call would force it again in every answer to come.
void SessionCore::freeForcedChoice(const std::string& called)
{
    const auto& choice = sessionSettings.current().toolChoice;
    if (!choice)
        return;
    const auto* function = std::get_if<wire::FunctionChoice>(&*choice);
    const auto* server = std::get_if<wire::McpChoice>(&*choice);
    const auto* use = std::get_if<wire::ToolUse>(&*choice);
    const bool isForced = (function != nullptr && function->name == called) ||
                          (server != nullptr && server->serverLabel == called) ||
                          (use != nullptr && *use == wire::ToolUse::required);
    if (!isForced)
        return;
    wire::SessionConfig change;
    change.toolChoice = wire::ToolUse::automatic;
    changeSettings(std::move(change));
}

void SessionCore::startJob(ToolCalls::Open call, ToolJob::Kind kind)
{
    call.job.kind = kind;
    const auto& called = call.job.call;
    const bool isForProgram = isAnsweredByProgram(call.job);
    if (kind == ToolJob::Kind::run)
        publish(ToolStarted{called.callId, called.agent, called.name, called.arguments, isForProgram});
    auto job = toolCalls.start(std::move(call), time);
    if (!isForProgram)
        out.startTools.push_back(std::move(job));
}

void SessionCore::on(input::AnswerTool& answered)
{
    const auto call = toolCalls.finishOwn(answered.callId);
    if (!call)
        publish(Warning{{ErrorCode::invalidArgument,
                         "No call " + answered.callId +
                             " waits for an answer: it has one, its deadline passed, or its session ended.",
                         "tool"}});
    else if (answered.output)
        answer(*call, std::move(answered.output).value(), false);
    else
        refuse(*call, toolAnswer::failed(call->job.call.name, redact(answered.output.error().message)));
}

void SessionCore::on(input::ToolFinished& finished)
{
    auto call = toolCalls.finish(finished.job);
    if (!call)
        return;
    if (auto* output = std::get_if<ToolOutput>(&finished.result))
    {
        if (call->job.handoff != nullptr)
        {
            const auto target = targetOf(*call->job.handoff, cast);
            if (target == nullptr)
            {
                handoffResponse.reset();
                refuse(*call, toolAnswer::nobodyThere(call->job.handoff->agentName));
                return;
            }
            switchTo(target);
        }
        answer(*call, std::move(*output), false);
    }
    else if (const auto* error = std::get_if<Error>(&finished.result))
    {
        if (call->job.handoff != nullptr)
            handoffResponse.reset();
        refuse(*call, error->message);
    }
    else if (std::holds_alternative<MayRun>(finished.result))
        startJob(std::move(*call), ToolJob::Kind::run);
    else
        awaitUser(std::move(*call));
}

void SessionCore::awaitUser(ToolCalls::Open call)
{
    const auto& called = call.job.call;
    const auto decision = approvals.find(called.agent, called.name);
    if (decision && decision->isApproved)
        startJob(std::move(call), ToolJob::Kind::run);
    else if (decision)
        refuse(call, decision->message);
    else
    {
        publish(ToolApprovalRequired{called.callId, called.agent, called.name, called.arguments, {}});
        toolCalls.park(std::move(call));
    }
}

void SessionCore::answer(const ToolCalls::Open& call, ToolOutput output, bool isError)
{
    const auto& called = call.job.call;
    const auto text = toolAnswer::limited(std::move(output.text));
    auto item = outputItem(called.callId, text);
    if (connection == ConnectionState::ready)
        sendOutput(std::move(item));
    else
        keptOutputs.push_back(std::move(item));
    publish(ToolEnded{called.callId, called.agent, called.name, text, isError});
    toolCalls.answered(call.responseId, output.isBackground);
}

void SessionCore::refuse(const ToolCalls::Open& call, std::string output)
{
    answer(call, ToolOutput::of(std::move(output)), true);
}

void SessionCore::sendOutput(wire::Item output)
{
    tellCallOf(output);
    if (output.id.empty())
        output.id = newItemId({});
    sentOutputs.push_back(output);
    if (sentOutputs.size() > ToolCalls::mostOpen)
        sentOutputs.erase(sentOutputs.begin());
    const auto eventId = output.id;
    send({wire::ItemCreate{std::move(output), std::nullopt}, eventId});
}

/// A new connection was not told of a call that had no output yet, and refuses the output of a call it does not know.
void SessionCore::tellCallOf(const wire::Item& output)
{
    if (output.type != "function_call_output")
        return;
    auto call = unansweredCall(conversation.items(), wire::textField(output.rest, "call_id"));
    if (call && pastItems.contains(call->id))
        send({wire::ItemCreate{std::move(*call), std::nullopt}, {}});
}

/// The service has this item, by our id or by the call that it answers.
void SessionCore::outputTold(const wire::Item& item)
{
    const auto callId = item.type == "function_call_output" ? wire::textField(item.rest, "call_id") : std::string();
    std::erase_if(sentOutputs,
                  [&](const wire::Item& sent) {
                      return sent.id == item.id || (!callId.empty() && wire::textField(sent.rest, "call_id") == callId);
                  });
}

void SessionCore::sendKept()
{
    for (auto& output : std::exchange(keptOutputs, {}))
        sendOutput(std::move(output));
}

void SessionCore::on(const input::ApproveTool& approved)
{
    if (auto call = toolCalls.unpark(approved.callId))
    {
        if (approved.always)
            approvals.decideAlways(call->job.call.agent, call->job.call.name, {true, {}});
        toolCalls.wanted(call->responseId);
        startJob(std::move(*call), ToolJob::Kind::run);
    }
    else if (!decideMcp(approved.callId, {true, {}}, approved.always))
        publish(Warning{noSuchCall(approved.callId)});
}

void SessionCore::on(const input::RejectTool& rejected)
{
    const auto message = rejected.message.empty() ? std::string(Approvals::rejection) : rejected.message;
    if (auto call = toolCalls.unpark(rejected.callId))
    {
        if (rejected.always)
            approvals.decideAlways(call->job.call.agent, call->job.call.name, {false, message});
        toolCalls.wanted(call->responseId);
        refuse(*call, message);
    }
    else if (!decideMcp(rejected.callId, {false, message}, rejected.always))
        publish(Warning{noSuchCall(rejected.callId)});
}

void SessionCore::expireTools()
{
    for (const auto& call : toolCalls.expire(time))
    {
        out.stopTools.push_back(call.job.id);
        if (call.job.handoff != nullptr)
            handoffResponse.reset();
        refuse(call, toolAnswer::timedOut(call.job.call.name, ToolCalls::patience(call.job)));
    }
}

void SessionCore::stopTools()
{
    for (const auto job : toolCalls.stopAll())
        out.stopTools.push_back(job);
    keptOutputs.clear();
    sentOutputs.clear();
    withdrawMcp();
    for (auto& responseId : guardrails.reset())
        out.completedSpeech.push_back(std::move(responseId));
}

} // namespace parley::realtime
