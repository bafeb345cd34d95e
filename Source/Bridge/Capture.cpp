// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Capture.h"

#include "Audio/Pcm16.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace parley::bridge
{
namespace
{

/// So far above what is left of the echo a frame must be to be taken for the user's.
constexpr double aboveResidualDb = 6;
constexpr std::chrono::milliseconds frameLength{10};
/// The turn's rule and that for barge-in may come to the same end: one interruption is enough.
constexpr std::size_t framesBetweenInterruptions = 50;

std::optional<std::chrono::milliseconds> inMilliseconds(const std::optional<std::chrono::microseconds>& time)
{
    if (!time)
        return std::nullopt;
    return std::chrono::round<std::chrono::milliseconds>(*time);
}

} // namespace

Capture::Capture(audio::CaptureFifo& from, Listener reports)
    : fifo(from)
    , listener(std::move(reports))
{
    use({});
}

bool Capture::detects() const noexcept
{
    return settings.turns.mode == TurnMode::local ||
           (settings.turns.localBargeIn && settings.turns.mode != TurnMode::pushToTalk);
}

void Capture::use(const AudioSettings& wanted)
{
    settings = wanted;
    chain.use(settings.capture, settings.echo.mode);
    fifo.wantReference(settings.echo.mode != EchoMode::off);
    halfDuplex.use(settings.echo.hold);
    threshold.use(settings.echo.marginDb);
    barge.use(settings.turns);
    turns.use(settings.turns);
    if (settings.turns.mode == TurnMode::service || settings.turns.mode == TurnMode::off)
        preRoll.forget();
    if (!detects())
        detector.reset();
    if (!detects() || !settings.turns.localBargeIn)
    {
        barge.reset();
        setVoiceGain(1);
    }
    if (!detects() || detector || detectorFailed)
        return;
    if (auto made = audio::VoiceDetector::create())
        detector = std::move(made).value();
    else
    {
        detectorFailed = true;
        listener.onEvent(realtime::Warning{made.error()});
    }
}

std::size_t Capture::messageSamples() const noexcept
{
    return static_cast<std::size_t>(settings.capture.message.count() * audio::wireSampleRate / 1000);
}

bool Capture::isDue() const
{
    constexpr std::size_t roundedOff = audio::wireSampleRate / 1000;
    return detects() || settings.turns.mode == TurnMode::pushToTalk || settings.echo.mode != EchoMode::off ||
           message.samples.size() + chain.samplesWith(fifo.waitingFrames()) + roundedOff >= messageSamples();
}

void Capture::pump(bool agentSpeaks, Time now)
{
    while (fifo.pop(block))
        chain.process(block);
    frames.clear();
    chain.takeFrames(frames);
    tellFailures();
    estimate = chain.echo();
    for (auto& frame : frames)
        take(frame, agentSpeaks, now);
}

void Capture::take(CaptureFrame& frame, bool agentSpeaks, Time now)
{
    framesOfPatience -= framesOfPatience > 0 ? 1 : 0;
    loudestReference = referenceEnvelope.push(frame.referenceDb);
    reportEcho(frame, now);
    gateEcho(frame, agentSpeaks);
    const bool speaks = isSpeech(frame);
    bargeIn(speaks, agentSpeaks);
    const auto step = turns.judge(speaks, frame.isTalking);
    if (step.heard)
        listener.onEvent(realtime::LocalSpeech{*step.heard});
    send(frame, step);
}

/// What is not passed on becomes silence, faded within its frame.
void Capture::gateEcho(CaptureFrame& frame, bool agentSpeaks)
{
    bool passes = true;
    switch (settings.echo.mode)
    {
    case EchoMode::off:
        break;
    case EchoMode::gate:
        passes = halfDuplex.passes(agentSpeaks && frame.referenceDb > audibleDb);
        break;
    case EchoMode::raisedThreshold:
        passes = threshold.passes(frame.microphoneDb, frame.referenceDb);
        break;
    case EchoMode::cancel:
        passes = passesCanceller(frame);
        break;
    }
    const float wanted = passes ? 1.0F : 0.0F;
    if (gateGain == 1 && wanted == 1)
        return;
    const float step = (wanted - gateGain) / static_cast<float>(CaptureFrame::length);
    for (auto& sample : frame.samples)
        sample *= (gateGain += step);
    gateGain = wanted;
}

/// As long as the canceller knows the echo too little, only what is clearly louder than it passes.
bool Capture::passesCanceller(const CaptureFrame& frame)
{
    const bool isLouder = threshold.passes(frame.microphoneDb, frame.referenceDb);
    const bool isSettled = settling.isSettled(estimate, loudestReference >= audibleDb);
    return isLouder || isSettled;
}

bool Capture::isSpeech(const CaptureFrame& frame)
{
    if (!detector)
        return false;
    audio::VoiceFrame judged;
    detector->process(frame.samples, [&](const audio::VoiceFrame& one) { judged = one; });
    if (!judged.isSpeech || settings.echo.mode != EchoMode::cancel || loudestReference < audibleDb)
        return judged.isSpeech;
    const double residual = estimate ? estimate->residualDb : 0;
    return static_cast<double>(judged.levelDb) > static_cast<double>(loudestReference) + residual + aboveResidualDb;
}

void Capture::bargeIn(bool isSpeech, bool agentSpeaks)
{
    if (!settings.turns.localBargeIn || !detects())
        return;
    const auto step = barge.judge(isSpeech, agentSpeaks);
    setVoiceGain(barge.gain());
    if (step.heard && settings.turns.mode != TurnMode::local)
        listener.onEvent(realtime::LocalSpeech{*step.heard});
    if (step.interrupts)
        interrupt();
}

void Capture::setVoiceGain(float gain)
{
    if (std::exchange(voiceGain, gain) != gain)
        listener.onVoiceGain(gain);
}

void Capture::interrupt()
{
    if (framesOfPatience == 0)
        listener.onInterrupt();
    framesOfPatience = framesBetweenInterruptions;
}

void Capture::send(const CaptureFrame& frame, const TurnGate::Step& step)
{
    if (step.begins)
    {
        interrupt();
        preRoll.release(step.earlierFrames, [this](const CaptureFrame& earlier) { append(earlier, true); });
        flush(false, std::nullopt);
    }
    if (step.isSent)
        append(frame, false);
    else
        preRoll.keep(frame);
    if (step.ends)
        flush(true, frame.capturedAt - frameLength * static_cast<int>(step.silentFrames));
}

void Capture::append(const CaptureFrame& frame, bool wasHeldBack)
{
    auto& samples = message.samples;
    const auto begin = samples.size();
    samples.resize(begin + CaptureFrame::length);
    audio::floatToPcm16(frame.samples, std::span(samples).subspan(begin));
    message.capturedAt = frame.capturedAt;
    message.wasHeldBack = wasHeldBack;
    if (samples.size() >= messageSamples())
        flush(false, std::nullopt);
}

void Capture::flush(bool endsTurn, std::optional<Time> speechEndedAt)
{
    if (message.samples.empty() && !endsTurn)
        return;
    message.endsTurn = endsTurn;
    message.speechEndedAt = speechEndedAt;
    listener.onMessage(std::exchange(message, {}));
    message.samples.reserve(messageSamples());
}

void Capture::reportEcho(const CaptureFrame& frame, Time now)
{
    if (settings.echo.mode == EchoMode::off || frame.referenceDb < audibleDb ||
        !echoReports.sounded(frame.microphoneDb, frame.referenceDb))
        return;
    realtime::EchoMeasured report;
    report.echoDb = echoReports.echoDb();
    if (estimate)
        report = {inMilliseconds(estimate->delay), estimate->echoDb, estimate->residualDb, estimate->hearsItself};
    listener.onEvent(report);
    if (auto warning = echoReports.warning(report, now))
        listener.onEvent(realtime::Warning{std::move(*warning)});
}

void Capture::tellFailures()
{
    if (auto failure = chain.takeFailure())
        listener.onEvent(realtime::Warning{std::move(*failure)});
}

void Capture::discard()
{
    while (fifo.pop(block))
        continue;
    chain.reset();
    turns.reset();
    barge.reset();
    preRoll.forget();
    message = {};
    setVoiceGain(1);
}

} // namespace parley::bridge
