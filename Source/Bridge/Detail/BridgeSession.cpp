// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Detail/BridgeSession.h"

#include "Base/Detail/ExecutorDetail.h"
#include "Base/Log.h"
#include "Bridge/Detail/LiveConversation.h"
#include "Bridge/Detail/PipelineConversation.h"
#include "Bridge/Detail/ProviderTransports.h"
#include "Realtime/Rules/SettingsChanges.h"

#include <algorithm>
#include <utility>

namespace parley::bridge
{
namespace
{

using realtime::ConnectionState;

/// Lines written while the service is looked for wait in a queue of this length.
constexpr std::size_t mostEarlyTexts = 64;

bool isOver(const realtime::Event& event)
{
    const auto* changed = std::get_if<realtime::ConnectionChanged>(&event);
    return changed != nullptr &&
           (changed->state == ConnectionState::disconnected || changed->state == ConnectionState::failed);
}

} // namespace

BridgeSession::BridgeSession(const std::shared_ptr<Executor>& usedExecutor, std::shared_ptr<AudioSide> sharedAudio)
    : executor(*usedExecutor)
    , executorOwner(usedExecutor)
    , sharedAudioSide(std::move(sharedAudio))
    , audio(*sharedAudioSide)
    , events(executor)
    , capture(audio.capture, captureListener())
    , playout(std::make_shared<Playout>(audio.playout, playoutListener()))
{
}

void BridgeSession::post(std::function<void(BridgeSession&)> task)
{
    executor.post(
        [self = shared_from_this(), task = std::move(task)]
        {
            if (!self->hasEnded)
                task(*self);
        });
}

void BridgeSession::connect(const ConnectSettings& settings)
{
    stopResolving();
    post([settings](BridgeSession& self) { self.beginResolving(settings); });
}

void BridgeSession::disconnect()
{
    stopResolving();
    post([](BridgeSession& self) { self.closeSession(); });
}

void BridgeSession::sendText(std::string text)
{
    post(
        [text = std::move(text)](BridgeSession& self)
        {
            self.latency.typed();
            if (self.session != nullptr)
                self.session->sendMessage(text);
            else if (self.isResolving && self.earlyTexts.size() < mostEarlyTexts)
                self.earlyTexts.push_back(text);
            else
                self.publish(realtime::ErrorEvent{
                    {ErrorCode::notConnected, "There is no session: connect first, then send again.", "session"}});
        });
}

void BridgeSession::interrupt()
{
    post(
        [](BridgeSession& self)
        {
            if (self.session != nullptr)
                self.session->interrupt();
            else if (self.playout->isBusy())
                self.playout->reset();
        });
}

void BridgeSession::newVisitor()
{
    post(
        [](BridgeSession& self)
        {
            {
                const std::scoped_lock lock(self.sharedMutex);
                self.view.forgetLines();
            }
            if (self.session != nullptr || self.isResolving)
                self.beginResolving(ConnectSettings(self.connectedWith), self.recorder);
        });
}

void BridgeSession::warn(Error error)
{
    post([error = std::move(error)](BridgeSession& self) { self.publish(realtime::Warning{error}); });
}

void BridgeSession::stopResolving()
{
    const std::scoped_lock lock(sharedMutex);
    resolving.request_stop();
}

void BridgeSession::end()
{
    hasEnded = true;
    stopResolving();
    releaseOnPool(std::move(localService));
    audio.isListening.store(false);
    session = nullptr;
    attempts.clear();
}

void BridgeSession::beginResolving(const ConnectSettings& settings, std::shared_ptr<realtime::Recorder> opened)
{
    connectedWith = settings;
    if (session != nullptr)
        session->close();
    forgetSession();
    recorder.reset();
    silenceOnceClosed();
    capture.discard();
    latency.restart();
    earlyAudio.forget();
    earlyEndsTurn = false;
    earlyTexts.clear();
    earlyChanges = {};
    earlyCast.reset();
    isResolving = true;
    audio.isListening.store(true);
    startPump();
    publish(realtime::ConnectionChanged{ConnectionState::connecting, {}});
    stopResolving();
    std::stop_token stop;
    {
        const std::scoped_lock lock(sharedMutex);
        resolving = {};
        stop = resolving.get_token();
    }
    const auto number = ++currentAttempt;
    const bool accepted = executor.postToPool(
        [self = shared_from_this(), settings, opened = std::move(opened), stop, number]
        {
            auto resolved = self->resolve(settings, opened, stop);
            self->post(
                [number, resolved = std::move(resolved)](BridgeSession& bridge)
                {
                    if (number == bridge.currentAttempt)
                        bridge.begin(resolved);
                    else if (resolved.provider)
                        bridge.releaseOnPool(resolved.provider.value().localService);
                });
        });
    if (!accepted)
        fail(poolIsFull());
}

/// Ending the helper takes a moment that the network thread does not have.
void BridgeSession::releaseOnPool(std::shared_ptr<LocalService> released)
{
    // Refused, it ends here all the same. Moved, so that the pool's hold is the last one.
    if (released != nullptr && !executor.postToPool([kept = std::move(released)] {}))
        log(LogLevel::warning, "The tool pool is full: the local service is let go on the network thread.");
}

BridgeSession::Resolved BridgeSession::resolve(const ConnectSettings& settings,
                                               std::shared_ptr<realtime::Recorder> opened, const std::stop_token& stop)
{
    if (opened == nullptr && !settings.recordFile.empty())
    {
        auto made = realtime::Recorder::open(executor, settings.recordFile);
        if (!made)
            return {made.error(), nullptr, {}};
        opened = std::move(made).value();
    }
    auto complete = withAgentsFile(settings);
    if (!complete)
        return {complete.error(), opened, {}};
    return {settings.pipeline ? findVoiceProvider(settings.provider, stop) : findProvider(settings.provider, stop),
            opened, std::move(complete).value()};
}

void BridgeSession::begin(Resolved resolved)
{
    isResolving = false;
    const auto owner = executorOwner.lock();
    if (owner == nullptr)
        return;
    if (!resolved.provider)
    {
        if (resolved.recorder != nullptr)
            resolved.recorder->event(realtime::ConnectionChanged{ConnectionState::failed, resolved.provider.error()});
        fail(resolved.provider.error());
        return;
    }
    releaseOnPool(std::exchange(localService, resolved.provider.value().localService));
    askedTurnDetection = resolved.settings.session.turnDetection;
    detectsTurns = usedAudio.turns.mode == TurnMode::service;
    if (!detectsTurns)
        resolved.settings.session.turnDetection = nullptr;
    if (auto change = std::exchange(earlyCast, {}))
    {
        resolved.settings.agent = std::move(change->first);
        resolved.settings.cast = std::move(change->cast);
    }
    recorder = resolved.recorder;
    const bool isPipeline = resolved.settings.pipeline.has_value();
    attempts.push_back({currentAttempt, isPipeline ? pipelineConversation(std::move(resolved), owner)
                                                   : liveConversation(std::move(resolved), owner)});
    session = attempts.back().session.get();
    session->updateSettings(std::exchange(earlyChanges, {}));
    session->connect();
    releaseEarly();
    for (auto& text : std::exchange(earlyTexts, {}))
        session->sendMessage(std::move(text));
}

realtime::EventHandler BridgeSession::observerOf(std::uint64_t attempt)
{
    return [weak = weak_from_this(), attempt](const realtime::Event& event)
    {
        if (const auto self = weak.lock())
            self->observe(attempt, event);
    };
}

std::shared_ptr<Conversation> BridgeSession::liveConversation(Resolved resolved, std::shared_ptr<Executor> owner)
{
    realtime::SessionOptions options;
    options.settings = sessionSettingsOf(resolved.settings);
    options.transport = transports(resolved.settings.provider, std::move(resolved.provider.value().socket));
    options.speechSink = playout;
    options.recorder = std::move(resolved.recorder);
    options.observer = observerOf(currentAttempt);
    return std::make_shared<LiveConversation>(std::move(owner), std::move(options));
}

std::shared_ptr<Conversation> BridgeSession::pipelineConversation(Resolved resolved, std::shared_ptr<Executor> owner)
{
    PipelineOptions options;
    options.findAgain = [provider = resolved.settings.provider, stop = resolvingToken(),
                         keep = serviceKeeper()]() -> Result<net::WebSocketOptions>
    {
        auto found = findVoiceProvider(provider, stop);
        if (!found)
            return found.error();
        if (found.value().localService != nullptr)
            keep(found.value().localService);
        return std::move(found.value().socket);
    };
    options.number = currentAttempt;
    options.socket = std::move(resolved.provider.value().socket);
    options.settings = std::move(resolved.settings);
    options.playout = playout;
    options.recorder = std::move(resolved.recorder);
    options.observer = observerOf(currentAttempt);
    return std::make_shared<PipelineConversation>(std::move(owner), std::move(options));
}

std::stop_token BridgeSession::resolvingToken() const
{
    const std::scoped_lock lock(sharedMutex);
    return resolving.get_token();
}

/// Takes over the helper that a connection needs to live. For the pool.
std::function<void(std::shared_ptr<LocalService>)> BridgeSession::serviceKeeper()
{
    return [weak = weak_from_this()](const std::shared_ptr<LocalService>& service)
    {
        if (const auto self = weak.lock())
            self->post([service](BridgeSession& bridge)
                       { bridge.releaseOnPool(std::exchange(bridge.localService, service)); });
    };
}

realtime::TransportFactory BridgeSession::transports(const ProviderSettings& provider, net::WebSocketOptions first)
{
    return makeProviderTransports(executor, provider, std::move(first), resolvingToken(), serviceKeeper());
}

void BridgeSession::fail(const Error& error)
{
    isResolving = false;
    audio.isListening.store(false);
    earlyTexts.clear();
    log(LogLevel::error, error.describe());
    publish(realtime::ErrorEvent{error});
    publish(realtime::ConnectionChanged{ConnectionState::failed, error});
}

void BridgeSession::closeSession()
{
    audio.isListening.store(false);
    stopResolving();
    if (session != nullptr)
        session->close();
    silenceOnceClosed();
    if (session != nullptr)
        return;
    if (isResolving)
    {
        isResolving = false;
        ++currentAttempt;
        publish(realtime::ConnectionChanged{ConnectionState::disconnected, {}});
    }
}

/// Between now and the session's own close, which is posted, speech may still arrive.
void BridgeSession::silenceOnceClosed()
{
    playout->reset();
    post([](BridgeSession& self) { self.playout->reset(); });
}

void BridgeSession::observe(std::uint64_t ofAttempt, const realtime::Event& event)
{
    if (hasEnded)
        return;
    if (ofAttempt == currentAttempt)
    {
        playout->observe(event);
        publish(event);
        watchAnswers(event);
        measure(event);
    }
    if (isOver(event))
        post([ofAttempt](BridgeSession& self) { self.leave(ofAttempt); });
}

void BridgeSession::leave(std::uint64_t ofAttempt)
{
    if (ofAttempt == currentAttempt)
    {
        forgetSession();
        recorder.reset();
        audio.isListening.store(false);
    }
    std::erase_if(attempts, [&](const auto& attempt) { return attempt.number == ofAttempt; });
}

void BridgeSession::forgetSession()
{
    if (session != nullptr)
        earlySamplesBefore += session->droppedEarlySamples();
    session = nullptr;
    isReady = false;
    answersUnderWay = 0;
}

void BridgeSession::publish(const realtime::Event& event)
{
    {
        const std::scoped_lock lock(sharedMutex);
        view.apply(event);
    }
    events.publish(event);
}

void BridgeSession::startPump()
{
    static_assert(Playout::pumpInterval == Executor::Detail::beatInterval);
    static_assert(Playout::longestPumpInterval == 2 * Executor::Detail::beatInterval);
    if (std::exchange(isPumping, true))
        return;
    executor.detail().beat.join(
        [weak = weak_from_this()]
        {
            const auto self = weak.lock();
            return self != nullptr && !self->hasEnded && self->pump();
        });
}

} // namespace parley::bridge
