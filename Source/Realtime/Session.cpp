// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Session.h"

#include "Realtime/Detail/SessionShell.h"

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

void Session::sendAudio(std::vector<std::int16_t> samples, bool commit)
{
    shell->post(input::SendAudio{std::move(samples), commit});
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

void Session::updateAgent(Agent agent)
{
    shell->updateAgent(std::move(agent));
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

void Session::playbackStarted(const std::string& responseId, std::chrono::microseconds wireToOutput)
{
    shell->feed(input::PlaybackStarted{responseId, wireToOutput});
}

void Session::playbackFinished(const std::string& responseId)
{
    shell->feed(input::PlaybackFinished{responseId});
}

} // namespace parley::realtime
