// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Detail/BridgeSession.h"

#include "Base/Detail/ExecutorDetail.h"
#include "Base/Log.h"
#include "Bridge/Detail/ProviderTransports.h"

#include <algorithm>
#include <utility>

namespace parley::bridge
{
namespace
{

using realtime::ConnectionState;
using Time = std::chrono::steady_clock::time_point;

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
    , capture(audio.capture)
    , playout(std::make_shared<Playout>(
          audio.playout, Playout::Listener{[this](const std::string& responseId, std::chrono::microseconds wireToOutput)
                                           {
                                               if (session != nullptr)
                                                   session->playbackStarted(responseId, wireToOutput);
                                           },
                                           [this](const std::string& responseId)
                                           {
                                               if (session != nullptr)
                                                   session->playbackFinished(responseId);
                                           }}))
    , timer(executor.detail().ioContext)
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
    timer.cancel();
    session = nullptr;
    attempts.clear();
}

BridgeStatus BridgeSession::status() const
{
    const std::scoped_lock lock(sharedMutex);
    return view.status();
}

std::vector<TranscriptLine> BridgeSession::transcript() const
{
    const std::scoped_lock lock(sharedMutex);
    return view.transcript();
}

BridgeCounters BridgeSession::counters() const
{
    BridgeCounters counters;
    counters.eventsDropped = events.droppedEvents();
    counters.earlyAudioSamplesDropped = earlySamplesDropped.load();
    return counters;
}

void BridgeSession::beginResolving(const ConnectSettings& settings)
{
    if (session != nullptr)
        session->close();
    forgetSession();
    recorder.reset();
    silenceOnceClosed();
    capture.discard();
    earlyAudio.forget();
    earlyTexts.clear();
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
        [self = shared_from_this(), settings, stop, number]
        {
            auto resolved = self->resolve(settings, stop);
            self->post(
                [settings, number, resolved = std::move(resolved)](BridgeSession& bridge)
                {
                    if (number == bridge.currentAttempt)
                        bridge.begin(settings, resolved);
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

BridgeSession::Resolved BridgeSession::resolve(const ConnectSettings& settings, const std::stop_token& stop)
{
    std::shared_ptr<realtime::Recorder> opened;
    if (!settings.recordFile.empty())
    {
        auto made = realtime::Recorder::open(executor, settings.recordFile);
        if (!made)
            return {made.error(), nullptr};
        opened = std::move(made).value();
    }
    return {findProvider(settings.provider, stop), opened};
}

void BridgeSession::begin(const ConnectSettings& settings, Resolved resolved)
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
    realtime::SessionOptions options;
    options.settings.agent = settings.agent;
    options.settings.session = settings.session;
    options.settings.reconnect = settings.reconnect;
    options.transport = transports(settings.provider, std::move(resolved.provider.value().socket));
    options.speechSink = playout;
    recorder = resolved.recorder;
    options.recorder = std::move(resolved.recorder);
    options.observer = [weak = weak_from_this(), number = currentAttempt](const realtime::Event& event)
    {
        if (const auto self = weak.lock())
            self->observe(number, event);
    };
    attempts.push_back({currentAttempt, std::make_unique<realtime::Session>(owner, std::move(options))});
    session = attempts.back().session.get();
    session->connect();
    for (auto& append : earlyAudio.release())
        session->sendAudio(std::move(std::get<wire::InputAudioAppend>(append.body).samples));
    for (auto& text : std::exchange(earlyTexts, {}))
        session->sendMessage(std::move(text));
}

realtime::TransportFactory BridgeSession::transports(const ProviderSettings& provider, net::WebSocketOptions first)
{
    std::stop_token stop;
    {
        const std::scoped_lock lock(sharedMutex);
        stop = resolving.get_token();
    }
    return makeProviderTransports(executor, provider, std::move(first), stop,
                                  [weak = weak_from_this()](const std::shared_ptr<LocalService>& service)
                                  {
                                      if (const auto self = weak.lock())
                                          self->post(
                                              [service](BridgeSession& bridge)
                                              { bridge.releaseOnPool(std::exchange(bridge.localService, service)); });
                                  });
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
        publish(event);
        if (std::holds_alternative<realtime::TurnEnded>(event))
            reportLatency();
    }
    if (isOver(event))
        post([ofAttempt](BridgeSession& self) { self.leave(ofAttempt); });
}

void BridgeSession::reportLatency()
{
    const realtime::Event measured = latency.take();
    if (recorder != nullptr)
        recorder->event(measured);
    publish(measured);
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
    if (std::exchange(isPumping, true))
        return;
    timer.expires_at(std::chrono::steady_clock::now());
    schedulePump();
}

void BridgeSession::schedulePump()
{
    // From the time it was due, not from now: the rhythm does not drift. After a pause it begins anew.
    const auto now = std::chrono::steady_clock::now();
    timer.expires_at(std::max(timer.expiry() + Playout::pumpInterval, now));
    timer.async_wait(
        [weak = weak_from_this()](const boost::system::error_code& cancelled)
        {
            const auto self = weak.lock();
            if (!cancelled && self != nullptr && !self->hasEnded)
                self->pump();
        });
}

void BridgeSession::pump()
{
    capture.pump(
        [this](std::vector<std::int16_t> samples, Time capturedAt)
        {
            if (session != nullptr)
            {
                session->sendAudio(std::move(samples));
                latency.measured(std::chrono::steady_clock::now() - capturedAt);
            }
            else if (isResolving)
                earlyAudio.keep(samples);
        });
    playout->pump(audio.sampleRate.load(), audio.largestBlock.load(), std::chrono::steady_clock::now());
    if (session != nullptr)
        earlySamplesDropped.store(earlySamplesBefore + earlyAudio.droppedSamples() + session->droppedEarlySamples());
    if (session == nullptr && !isResolving && !playout->isBusy())
        isPumping = false;
    else
        schedulePump();
}

} // namespace parley::bridge
