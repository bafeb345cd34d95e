// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Detail/PipelineConversation.h"

#include "Base/Detail/ExecutorDetail.h"
#include "Bridge/Detail/PipelineConfig.h"
#include "Bridge/Detail/ProviderTransports.h"
#include "Bridge/VoiceProvider.h"
#include "Realtime/Rules/SettingsChanges.h"

#include <random>
#include <utility>

namespace parley::bridge
{
namespace
{

using realtime::ConnectionState;
using Clock = std::chrono::steady_clock;

Error instructionsWait()
{
    return {ErrorCode::requestRejected,
            "A voice pipeline takes new instructions when it connects: connect again for them.", "pipeline"};
}

Error castWaits()
{
    return {ErrorCode::requestRejected, "A voice pipeline takes another cast when it connects: connect again for it.",
            "pipeline"};
}

Error tooManyTexts()
{
    return {ErrorCode::queueFull, "Too many lines wait for the service: write again when it answers.", "pipeline"};
}

/// A lost transcription session is made again once, where it was; after that the run ends, and the service is looked
/// for.
std::shared_ptr<voice::VoiceService> serviceAt(const net::WebSocketOptions& socket,
                                               const std::shared_ptr<Executor>& executor)
{
    auto service = voiceServiceAt(socket, executor);
    service->reconnect.mostAttempts = 1;
    return service;
}

} // namespace

PipelineConversation::PipelineConversation(std::shared_ptr<Executor> usedExecutor, PipelineOptions given)
    : executor(std::move(usedExecutor))
    , options(std::move(given))
    , service(serviceAt(options.socket, executor))
    , input(std::make_shared<voice::StreamedAudioInput>())
    , ladder(options.settings.reconnect, std::random_device{}())
    , nextAttempt(executor->detail().ioContext.get_executor(), [this] { findService(); })
{
}

PipelineConversation::~PipelineConversation()
{
    nextAttempt.stop();
}

void PipelineConversation::close()
{
    executor->post(
        [weak = weak_from_this()]
        {
            const auto self = weak.lock();
            if (self == nullptr)
                return;
            self->nextAttempt.stop();
            self->result.reset();
            self->endAnswer("cancelled", "client_cancelled");
            self->enter(ConnectionState::disconnected);
        });
}

void PipelineConversation::connect()
{
    enter(ConnectionState::connecting);
    workflow = options.settings.pipeline->workflow;
    if (workflow == nullptr)
        workflow = ownWorkflow = std::make_shared<voice::AgentWorkflow>(service, workflowSettingsOf(options.settings));
    config = voiceConfigOf(options.settings);
    run();
}

/// What the run before has not heard is heard by this one.
void PipelineConversation::run()
{
    const auto before = std::exchange(input, std::make_shared<voice::StreamedAudioInput>());
    droppedBefore += before->droppedSamples();
    result.reset();
    inputBegin = pushedSamples;
    for (auto taken = before->take(); !taken.samples.empty() || taken.endsTurn; taken = before->take())
    {
        inputBegin -= taken.samples.size();
        (void)input->push(taken.samples);
        if (taken.endsTurn)
            input->endTurn();
    }
    pipeline.emplace(voice::VoiceModels::at(service, config), workflow, config, executor);
    result.emplace(pipeline->run(input));
    result->whenAvailable(
        [weak = weak_from_this()]
        {
            if (const auto self = weak.lock())
                self->take();
        });
    for (auto& text : std::exchange(waitingTexts, {}))
        result->sendText(std::move(text));
}

void PipelineConversation::take()
{
    while (result)
    {
        if (options.playout->waitingSamples() >= mostAhead && result->isAudioNext())
            return;
        const auto event = result->next(std::chrono::milliseconds(0));
        if (!event)
            return;
        std::visit([this](const auto& one) { on(one); }, *event);
    }
}

void PipelineConversation::sendMessage(std::string text)
{
    if (!result && waitingTexts.size() >= mostWaitingTexts)
    {
        publish(realtime::ErrorEvent{tooManyTexts()});
        return;
    }
    auto item = wire::Item::userText(text);
    item.id = utterance({}, true);
    publish(realtime::HistoryAdded{std::move(item)});
    if (result)
        result->sendText(std::move(text));
    else
        waitingTexts.push_back(std::move(text));
}

void PipelineConversation::sendAudio(std::vector<std::int16_t> samples, bool endsTurn)
{
    // What does not fit is counted there.
    if (input->push(samples))
        pushedSamples += samples.size();
    if (endsTurn)
        input->endTurn();
}

void PipelineConversation::noCallWaits(const std::string& callId)
{
    publish(
        realtime::Warning{{ErrorCode::invalidArgument,
                           "No call " + callId +
                               " waits for a word of yours, because a voice pipeline runs its tools by itself: give "
                               "the tool a function, or use a live session.",
                           "tool"}});
}

void PipelineConversation::updateSettings(wire::SessionConfig changes)
{
    realtime::applyChanges(options.settings.session, changes);
    if (state == ConnectionState::disconnected)
        return;
    if (changes.instructions)
        publish(realtime::Warning{instructionsWait()});
    if (std::exchange(config, voiceConfigOf(options.settings)) == config || !result)
        return;
    interrupt();
    run();
}

void PipelineConversation::updateCast(realtime::Agent /*first*/, std::vector<realtime::Agent> /*cast*/)
{
    publish(realtime::Warning{castWaits()});
}

void PipelineConversation::interrupt()
{
    if (result)
        result->interrupt();
    silence();
    isInterrupting = true;
    take();
    isInterrupting = false;
}

void PipelineConversation::playbackStarted(const std::string& responseId, std::chrono::microseconds wireToOutput)
{
    publish(realtime::PlaybackStarted{responseId, wireToOutput});
}

void PipelineConversation::playbackFinished(const std::string& responseId)
{
    publish(realtime::PlaybackFinished{responseId});
}

std::uint64_t PipelineConversation::droppedEarlySamples() const
{
    return droppedBefore + input->droppedSamples();
}

void PipelineConversation::failed(const Error& error)
{
    result.reset();
    endAnswer("failed", std::string(toString(error.code)));
    const auto wait = ladder.lost(error, Clock::now());
    publish(realtime::ErrorEvent{error});
    if (!wait)
    {
        enter(ConnectionState::failed, error);
        return;
    }
    if (state != ConnectionState::reconnecting)
        enter(ConnectionState::reconnecting, error);
    publish(realtime::Reconnecting{ladder.attempt(), *wait, error});
    nextAttempt.start(*wait);
}

void PipelineConversation::findService()
{
    const bool isTaken = executor->postToPool(
        [weak = weak_from_this(), network = executor.get(), find = options.findAgain]
        {
            network->post(
                [weak, socket = find()]
                {
                    if (const auto self = weak.lock())
                        self->found(socket);
                });
        });
    if (!isTaken)
        failed(poolIsFull());
}

void PipelineConversation::found(const Result<net::WebSocketOptions>& socket)
{
    // Closed meanwhile.
    if (state != ConnectionState::reconnecting)
        return;
    if (!socket)
    {
        failed(socket.error());
        return;
    }
    auto fresh = serviceAt(socket.value(), executor);
    fresh->pool = service->pool;
    *service = std::move(*fresh);
    run();
}

void PipelineConversation::enter(ConnectionState next, std::optional<Error> reason)
{
    state = next;
    publish(realtime::ConnectionChanged{next, std::move(reason)});
}

void PipelineConversation::publish(const realtime::Event& event)
{
    if (options.recorder != nullptr)
        options.recorder->event(event);
    options.observer(event);
}

} // namespace parley::bridge
