// SPDX-License-Identifier: Apache-2.0
// BridgeSession's part in the way of the audio: its settings, what goes to the session, and how long it took.
#include "Audio/Pcm16.h"
#include "Bridge/AudioLimits.h"
#include "Bridge/Detail/BridgeSession.h"

#include <algorithm>
#include <utility>

namespace parley::bridge
{
namespace
{

std::chrono::nanoseconds lengthOf(std::uint64_t samples)
{
    return std::chrono::nanoseconds(samples * 1'000'000'000 / audio::wireSampleRate);
}

} // namespace

Playout::Listener BridgeSession::playoutListener()
{
    Playout::Listener listener;
    listener.onStarted = [this](const std::string& responseId, std::chrono::microseconds wireToOutput)
    {
        const auto taken = audio.sinceResumed(wireToOutput);
        latency.outputStarted(responseId, taken);
        if (session != nullptr)
            session->playbackStarted(responseId, taken);
    };
    listener.onFinished = [this](const std::string& responseId)
    {
        if (session != nullptr)
            session->playbackFinished(responseId);
    };
    listener.onAudible = [this](const std::string& responseId, Playout::Time at)
    { tellLatency(latency.audible(responseId, at)); };
    listener.onCaption = [this](const realtime::AnswerCaption& caption) { publish(caption); };
    listener.onLevel = [this](const realtime::OutputLevel& level) { publish(level); };
    return listener;
}

Capture::Listener BridgeSession::captureListener()
{
    return {[this](CapturedMessage message) { captured(std::move(message)); }, [this] { interruptAgent(); },
            [this](float gain) { audio.voiceGain.store(gain, std::memory_order_relaxed); },
            [this](const realtime::Event& event) { publish(event); }};
}

void BridgeSession::setAudio(const AudioSettings& settings)
{
    auto checked = withinLimits(settings);
    {
        const std::scoped_lock lock(sharedMutex);
        wantedAudio = checked.settings;
    }
    post([checked = std::move(checked)](BridgeSession& self) { self.applyAudio(checked); });
}

AudioSettings BridgeSession::audioSettings() const
{
    const std::scoped_lock lock(sharedMutex);
    return wantedAudio;
}

void BridgeSession::applyAudio(const CheckedAudioSettings& checked)
{
    for (const auto& warning : checked.warnings)
        publish(realtime::Warning{warning});
    usedAudio = checked.settings;
    audio.inputChannel.store(usedAudio.capture.channel, std::memory_order_relaxed);
    capture.use(usedAudio);
    playout->setPrebuffer(usedAudio.prebuffer);
    if (session != nullptr && detectsTurns != (usedAudio.turns.mode == TurnMode::service))
        tellTurnDetection();
}

void BridgeSession::tellTurnDetection()
{
    detectsTurns = usedAudio.turns.mode == TurnMode::service;
    wire::SessionConfig changes;
    changes.turnDetection = nullptr;
    if (detectsTurns)
        changes.turnDetection = askedTurnDetection ? askedTurnDetection : wire::TurnDetection(wire::ServerVad{});
    session->updateSettings(std::move(changes));
}

void BridgeSession::captured(CapturedMessage message)
{
    if (session == nullptr)
    {
        keepEarly(message);
        return;
    }
    latency.sent(message.samples, message.capturedAt);
    if (message.speechEndedAt)
        latency.speechEnded(*message.speechEndedAt);
    if (!isReady)
    {
        // Behind what else is on its way to the session, its connect() among it.
        session->sendAudio(std::move(message.samples), message.endsTurn);
        return;
    }
    session->audioCaptured(std::move(message.samples), message.endsTurn);
    // What was held back for its turn says nothing about the way.
    if (!message.wasHeldBack)
        latency.handedOver(std::chrono::steady_clock::now() - message.capturedAt);
}

void BridgeSession::keepEarly(const CapturedMessage& message)
{
    if (!isResolving)
        return;
    earlyAudio.keep(message.samples);
    earlyCapturedAt = message.capturedAt;
    earlyEndsTurn = earlyEndsTurn || message.endsTurn;
}

void BridgeSession::releaseEarly()
{
    auto appends = earlyAudio.release();
    std::uint64_t left = 0;
    for (const auto& append : appends)
        left += std::get<wire::InputAudioAppend>(append.body).samples.size();
    for (auto& append : appends)
    {
        auto& samples = std::get<wire::InputAudioAppend>(append.body).samples;
        left -= samples.size();
        latency.sent(samples, earlyCapturedAt - lengthOf(left));
        session->sendAudio(std::move(samples), left == 0 && earlyEndsTurn);
    }
    earlyEndsTurn = false;
}

void BridgeSession::interruptAgent()
{
    if (session != nullptr && (playout->isBusy() || answersUnderWay > 0))
        session->interrupt();
}

void BridgeSession::watchAnswers(const realtime::Event& event)
{
    if (const auto* changed = std::get_if<realtime::ConnectionChanged>(&event))
    {
        countEarlyLosses();
        isReady = changed->state == realtime::ConnectionState::ready;
    }
    else if (const auto* started = std::get_if<realtime::TurnStarted>(&event))
        answersUnderWay += started->isOutOfBand ? 0 : 1;
    else if (const auto* ended = std::get_if<realtime::TurnEnded>(&event))
        answersUnderWay = std::max(0, answersUnderWay - (ended->isOutOfBand ? 0 : 1));
}

/// A live session loses nothing once it is ready; what a pipeline then drops is counted with its next change.
void BridgeSession::countEarlyLosses()
{
    if (session != nullptr)
        earlySamplesDropped.store(earlySamplesBefore + earlyAudio.droppedSamples() + session->droppedEarlySamples());
}

void BridgeSession::measure(const realtime::Event& event)
{
    tellLatency(latency.observe(event, session != nullptr ? session->droppedEarlySamples() : 0));
}

void BridgeSession::tellLatency(const LatencyMeter::Measured& measured)
{
    if (!measured)
        return;
    const realtime::Event event = *measured;
    {
        const std::scoped_lock lock(sharedMutex);
        lastLatency = measured;
    }
    if (recorder != nullptr)
        recorder->event(event);
    publish(event);
}

/// A session's memory is cold when its beat comes: what two beats bring costs hardly more than what one does.
bool BridgeSession::isPumpDue()
{
    isBeatLeftOut = !isBeatLeftOut && !playout->isSettling() && !capture.isDue();
    return !isBeatLeftOut;
}

/// Whether it is to be called again.
bool BridgeSession::pump()
{
    if (!isPumpDue())
        return true;
    if (const auto notice = offline.look(audio.isOffline.load()))
        publish(realtime::Warning{*notice});
    const auto now = std::chrono::steady_clock::now();
    capture.pump(playout->isBusy(), now);
    playout->pump(audio.sampleRate.load(), audio.largestBlock.load(), now);
    if (session != nullptr)
        session->playbackAdvanced();
    if (!isReady)
        countEarlyLosses();
    isPumping = session != nullptr || isResolving || playout->isBusy();
    return isPumping;
}

} // namespace parley::bridge
