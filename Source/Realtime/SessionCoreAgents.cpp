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

/// What was asked for since the agent took over wins over the agent's own.
void applyGiven(wire::SessionConfig& config, const wire::SessionConfig& given)
{
    if (given.instructions)
        config.instructions = given.instructions;
    if (given.voice)
        config.voice = given.voice;
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
    const auto& tools = sessionSettings.current().tools;
    return tools ? *tools : none;
}

std::shared_ptr<const Agent> SessionCore::speakerOf(const std::string& responseId) const
{
    const auto found = speakers.find(responseId);
    return found == speakers.end() ? speaker : found->second;
}

/// The settings of the session as the agent who speaks has them.
wire::SessionConfig SessionCore::config(Connection of)
{
    auto config = sessionSettings.current();
    const bool agentWins = hasSwitched;
    // Of what another one had before, or this one before it was revised, nothing may stay.
    const bool clears = hasSwitched || isRevised;
    if (!speaker->instructions.empty() && (agentWins || !config.instructions))
        config.instructions = speaker->instructions;
    if (clears && !config.instructions)
        config.instructions = "";
    if (!speaker->voice.empty() && (agentWins || !config.voice))
        config.voice = speaker->voice;
    applyGiven(config, sessionSettings.sinceAgent());
    auto tools = offeredTools(*speaker, toolsOfSession());
    if (clears || !tools.empty())
        config.tools = std::move(tools);
    if (clears && config.toolChoice)
        if (const auto* function = std::get_if<wire::FunctionChoice>(&*config.toolChoice))
            if (!offers(*config.tools, *function))
                config.toolChoice = wire::ToolUse::automatic;
    if (of == Connection::current)
        settleVoice(config);
    return config;
}

void SessionCore::settleVoice(wire::SessionConfig& config)
{
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
}

void SessionCore::on(input::UpdateSettings& update)
{
    if (update.changes.tools)
        if (auto fault = findFaultInCast(*speaker, cast, *update.changes.tools))
        {
            publish(ErrorEvent{std::move(*fault)});
            return;
        }
    changeSettings(std::move(update.changes));
}

void SessionCore::changeSettings(wire::SessionConfig changes)
{
    wire::SessionConfig update;
    update.kind = sessionSettings.current().kind;
    update.inputFormat = sessionSettings.current().inputFormat;
    update.outputFormat = sessionSettings.current().outputFormat;
    const auto nothing = update;
    applyChanges(update, changes);
    if (update == nothing)
        return;
    if (!handshake.hasSession() || isClosing)
    {
        sessionSettings.add(std::move(changes), Handshake::updateId);
        return;
    }
    auto eventId = newUpdateId();
    sessionSettings.add(std::move(changes), eventId);
    if (update.tools)
        update.tools = offeredTools(*speaker, toolsOfSession());
    settleVoice(update);
    if (update == nothing)
        sessionSettings.confirmed(eventId);
    else
        send({wire::SessionUpdate{std::move(update)}, std::move(eventId)});
}

std::string SessionCore::newUpdateId()
{
    return std::string(Handshake::updateId) + "_" + std::to_string(++lastUpdate);
}

/// The first update of a connection is refused: with changes in it that were made while there was none, it is sent
/// again without them.
void SessionCore::settingsRefused(const wire::ServerError& error)
{
    lastServerError.reset();
    const bool again = sessionSettings.refused(Handshake::updateId);
    publish(ErrorEvent{{ErrorCode::updateRejected,
                        again ? "The service refused the session's settings as a whole, so what was changed while "
                                "connecting is taken back: correct the one it names, then change it again."
                              : "The service refused the session's settings as a whole, so none of them applies: "
                                "correct the one it names.",
                        error.param.empty() ? "session.update" : error.param, error.code, error.message},
                       error.clientEventId});
    if (!again)
    {
        becomeReady();
        return;
    }
    handshake.again(time);
    send(sessionUpdate());
}

void SessionCore::updateRefused(const SettingsUpdate& update, const wire::ServerError& error)
{
    // It ends nothing: a connection that is lost right behind it was not closed because of it.
    lastServerError.reset();
    if (sessionSettings.refused(update.eventId))
        sentVoice = config(Connection::next).voice;
    publish(ErrorEvent{{ErrorCode::updateRejected,
                        "The service refused a change of the settings as a whole, so the session goes on without it: "
                        "correct what it names, then change it again.",
                        error.param.empty() ? "session.update" : error.param, error.code, error.message},
                       error.clientEventId});
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
    sessionSettings.agentChanged();
    if (handshake.hasSession())
        send({wire::SessionUpdate{config()}, newUpdateId()});
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

/// The same agent with other words and tools: what was asked for since it took over stays.
void SessionCore::reviseSpeaker(std::shared_ptr<const Agent> revised)
{
    const auto before = config(Connection::next);
    const bool hasSameVoice = revised->voice == speaker->voice;
    speaker = std::move(revised);
    isRevised = true;
    auto changed = config(Connection::next);
    if (!handshake.hasSession() || changed == before)
        return;
    // Of a voice that was refused before, nothing more is said.
    if (hasSameVoice)
        changed.voice.reset();
    settleVoice(changed);
    send({wire::SessionUpdate{std::move(changed)}, newUpdateId()});
}

void SessionCore::on(input::UpdateCast& update)
{
    if (std::ranges::find(update.cast, update.first.name, &Agent::name) == update.cast.end())
        update.cast.push_back(update.first);
    const auto namesake = std::ranges::find(update.cast, speaker->name, &Agent::name);
    const auto next = std::make_shared<const Agent>(namesake == update.cast.end() ? update.first : *namesake);
    if (auto fault = findFaultInCast(*next, update.cast, toolsOfSession()))
    {
        publish(ErrorEvent{std::move(*fault)});
        return;
    }
    cast = std::move(update.cast);
    if (next->name == speaker->name)
        reviseSpeaker(next);
    else
        switchTo(next);
}

void SessionCore::handOff(const ToolCalls::Open& call)
{
    const auto target = targetOf(*call.job.handoff, cast);
    if (target == nullptr)
    {
        refuse(call, toolAnswer::nobodyThere(call.job.handoff->agentName));
        return;
    }
    if (std::exchange(handoffResponse, call.responseId) == call.responseId)
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
