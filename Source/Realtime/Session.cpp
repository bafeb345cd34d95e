// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Session.h"

#include "Realtime/Detail/SessionShell.h"
#include "Realtime/Detail/ToolSecrets.h"

#include <utility>

namespace parley::realtime
{

Session::Session(std::shared_ptr<Executor> usedExecutor, SessionOptions options)
    : executor(std::move(usedExecutor))
    , shell(std::make_shared<SessionShell>(*executor, std::move(options)))
{
}

Session::~Session()
{
    shell->abandon();
}

void Session::connect()
{
    shell->connect();
}

void Session::sendMessage(std::string text)
{
    shell->post(input::SendMessage{wire::Item::userText(std::move(text))});
}

void Session::sendItem(wire::Item item, bool asksForAnswer)
{
    shell->post(input::SendMessage{std::move(item), asksForAnswer});
}

void Session::sendAudio(std::vector<std::int16_t> samples, bool commit)
{
    shell->post(input::SendAudio{std::move(samples), commit});
}

void Session::clearAudio()
{
    shell->post(input::ClearAudio{});
}

void Session::createResponse(wire::Json overrides)
{
    shell->post(input::CreateResponse{std::move(overrides)});
}

std::string Session::createOutOfBandResponse(wire::Json response)
{
    auto request = "parley_beside_" + std::to_string(++lastRequest);
    shell->post(input::CreateOutOfBandResponse{std::move(response), request});
    return request;
}

void Session::sendRaw(wire::Json event)
{
    shell->post(input::SendRaw{std::move(event)});
}

void Session::updateHistory(std::vector<wire::Item> items)
{
    shell->post(input::UpdateHistory{std::move(items)});
}

void Session::interrupt()
{
    shell->post(input::Interrupt{});
}

void Session::approve(std::string callId, bool always)
{
    shell->post(input::ApproveTool{std::move(callId), always});
}

void Session::reject(std::string callId, bool always, std::string message)
{
    shell->post(input::RejectTool{std::move(callId), always, std::move(message)});
}

void Session::answerTool(std::string callId, Result<ToolOutput> output)
{
    shell->post(input::AnswerTool{std::move(callId), std::move(output)});
}

void Session::updateAgent(Agent agent)
{
    registerSecretsOf(agent);
    shell->post(input::UpdateAgent{std::move(agent)});
}

void Session::updateCast(Agent first, std::vector<Agent> cast)
{
    registerSecretsOf(first);
    for (const auto& agent : cast)
        registerSecretsOf(agent);
    shell->post(input::UpdateCast{std::move(first), std::move(cast)});
}

void Session::updateSettings(wire::SessionConfig changes)
{
    shell->post(input::UpdateSettings{std::move(changes)});
}

void Session::close()
{
    shell->close();
}

std::uint64_t Session::subscribe(EventHandler handler)
{
    return shell->eventHub().subscribe(std::move(handler));
}

void Session::unsubscribe(std::uint64_t subscription)
{
    shell->eventHub().unsubscribe(subscription);
}

std::vector<wire::Item> Session::history() const
{
    return shell->history();
}

wire::Json Session::historyAsJson() const
{
    return shell->historyAsJson();
}

Usage Session::usage() const
{
    return shell->usage();
}

Agent Session::currentAgent() const
{
    return shell->currentAgent();
}

ConnectionState Session::state() const
{
    return shell->state();
}

std::uint64_t Session::droppedEarlySamples() const
{
    return shell->droppedEarlySamples();
}

void Session::audioCaptured(std::vector<std::int16_t> samples, bool commit)
{
    shell->feed(input::SendAudio{std::move(samples), commit});
}

void Session::playbackStarted(const std::string& responseId, std::chrono::microseconds wireToOutput)
{
    shell->feed(input::PlaybackStarted{responseId, wireToOutput});
}

void Session::playbackFinished(const std::string& responseId)
{
    shell->feed(input::PlaybackFinished{responseId});
}

} // namespace parley::realtime
