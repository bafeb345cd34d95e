// SPDX-License-Identifier: Apache-2.0
// SessionCore's rules for who speaks: greeting, handoffs, settings of an agent, and tools that the service calls.
#include "Realtime/Rules/Handoffs.h"
#include "Realtime/SessionCore.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <utility>

namespace parley::realtime
{
namespace
{

std::string onOneLine(std::string text)
{
    std::ranges::replace_if(
        text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text;
}

/// Whether the list offers the function that the choice forces.
bool offers(const std::vector<wire::Json>& tools, const wire::FunctionChoice& choice)
{
    return std::ranges::any_of(tools,
                               [&](const wire::Json& tool) { return wire::textField(tool, "name") == choice.name; });
}

} // namespace

bool SessionCore::castIsSound()
{
    auto fault = findFaultInCast(*speaker, cast, toolsOfSession());
    if (!fault)
        return true;
    publish(ErrorEvent{*fault});
    enter(ConnectionState::failed, std::move(fault));
    return false;
}

const std::vector<wire::Json>& SessionCore::toolsOfSession() const
{
    static const std::vector<wire::Json> none;
    return settings.session.tools ? *settings.session.tools : none;
}

std::shared_ptr<const Agent> SessionCore::speakerOf(const std::string& responseId) const
{
    const auto found = speakers.find(responseId);
    return found == speakers.end() ? speaker : found->second;
}

/// The settings of the session as the agent who speaks has them.
wire::SessionConfig SessionCore::config(Connection of)
{
    auto config = settings.session;
    const bool agentWins = hasSwitched;
    if (!speaker->instructions.empty() && (agentWins || !config.instructions))
        config.instructions = speaker->instructions;
    if (agentWins && !config.instructions)
        config.instructions = "";
    if (!speaker->voice.empty() && (agentWins || !config.voice))
        config.voice = speaker->voice;
    auto tools = offeredTools(*speaker, toolsOfSession());
    // An empty list takes away what an agent before had; at first there is nothing to take away.
    if (agentWins || !tools.empty())
        config.tools = std::move(tools);
    if (agentWins && config.toolChoice)
        if (const auto* function = std::get_if<wire::FunctionChoice>(&*config.toolChoice))
            if (!offers(*config.tools, *function))
                config.toolChoice = wire::ToolUse::automatic;
    if (of == Connection::next)
        return config;
    if (config.voice && hasSpoken && config.voice != sentVoice)
    {
        publish(Warning{{ErrorCode::updateRejected,
                         "The voice of " + speaker->name +
                             " cannot be used: a voice stays once it was heard, so the earlier one goes on.",
                         "session.audio.output.voice"}});
        config.voice.reset();
    }
    if (config.voice)
        sentVoice = config.voice;
    return config;
}

/// Once a conversation, if nobody has said anything.
void SessionCore::greet()
{
    const bool isFirst = conversation.items().empty() && earlyInput.empty() && !std::exchange(hasGreeted, true);
    if (!isFirst || speaker->greeting.empty())
        return;
    responses.request({{"instructions", "Greet the user now. Reply with exactly: " + onOneLine(speaker->greeting)},
                       {"tool_choice", "none"}});
}

void SessionCore::switchTo(std::shared_ptr<const Agent> next)
{
    const auto from = std::exchange(speaker, std::move(next))->name;
    hasSwitched = true;
    if (handshake.hasSession())
        send({wire::SessionUpdate{config()}, {}});
    if (from != speaker->name)
        publish(HandoffEvent{from, speaker->name});
}

void SessionCore::on(input::UpdateAgent& update)
{
    if (auto fault = findFaultInCast(update.agent, cast, toolsOfSession()))
        publish(ErrorEvent{std::move(*fault)});
    else
        switchTo(std::make_shared<const Agent>(std::move(update.agent)));
}

void SessionCore::handOff(const ToolCalls::Open& call)
{
    const auto target = targetOf(*call.job.handoff, cast);
    if (std::exchange(handoffResponse, call.responseId) == call.responseId || target == nullptr)
    {
        refuse(call, "Error: only one handoff is possible in an answer, so this one was ignored.");
        return;
    }
    publish(ToolStarted{call.job.call.callId, call.job.call.agent, call.job.call.name, call.job.call.arguments});
    if (call.job.handoff->onHandoff)
    {
        out.startTools.push_back(toolCalls.start(call, time));
        return;
    }
    switchTo(target);
    answer(call, handoffOutput(*call.job.handoff), false);
}

} // namespace parley::realtime
