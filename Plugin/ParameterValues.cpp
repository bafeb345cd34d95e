// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/ParameterValues.h"

#include <algorithm>
#include <cmath>

namespace parley::plugin
{

namespace
{

using std::chrono::milliseconds;

template <typename T>
wire::Nullable<T> null()
{
    return std::variant<std::nullptr_t, T>(nullptr);
}

wire::TurnDetection serverVad(const ParameterValues& values)
{
    wire::ServerVad vad;
    vad.threshold = values.vadThreshold;
    vad.prefixPaddingMs = values.prefixPaddingMs;
    vad.silenceDurationMs = values.silenceMs;
    if (values.idleTimeoutS >= ParameterValues::leastIdleTimeoutS)
        vad.idleTimeoutMs = static_cast<int>(std::lround(values.idleTimeoutS * 1000));
    vad.createResponse = true;
    vad.interruptResponse = values.bargeIn != BargeIn::off;
    return vad;
}

wire::TurnDetection semanticVad(const ParameterValues& values)
{
    wire::SemanticVad vad;
    vad.eagerness = values.eagerness;
    vad.createResponse = true;
    vad.interruptResponse = values.bargeIn != BargeIn::off;
    return vad;
}

wire::Nullable<wire::TurnDetection> turnDetection(const ParameterValues& values)
{
    if (values.turnMode == TurnMode::serverVad)
        return serverVad(values);
    if (values.turnMode == TurnMode::semanticVad)
        return semanticVad(values);
    return null<wire::TurnDetection>();
}

wire::Nullable<wire::NoiseReduction> serviceNoiseReduction(const ParameterValues& values)
{
    if (values.noiseReduction == NoiseReduction::nearField)
        return wire::NoiseReduction::nearField;
    if (values.noiseReduction == NoiseReduction::farField)
        return wire::NoiseReduction::farField;
    return null<wire::NoiseReduction>();
}

audio::NoiseReduction localNoiseReduction(const ParameterValues& values)
{
    switch (values.noiseReduction)
    {
    case NoiseReduction::low:
        return audio::NoiseReduction::low;
    case NoiseReduction::moderate:
        return audio::NoiseReduction::moderate;
    case NoiseReduction::high:
        return audio::NoiseReduction::high;
    case NoiseReduction::off:
    case NoiseReduction::nearField:
    case NoiseReduction::farField:
        break;
    }
    return audio::NoiseReduction::off;
}

bridge::TurnMode audioTurnMode(TurnMode mode)
{
    switch (mode)
    {
    case TurnMode::local:
        return bridge::TurnMode::local;
    case TurnMode::pushToTalk:
        return bridge::TurnMode::pushToTalk;
    case TurnMode::off:
        return bridge::TurnMode::off;
    case TurnMode::serverVad:
    case TurnMode::semanticVad:
        break;
    }
    return bridge::TurnMode::service;
}

void takeInterrupt(ParameterValues& values, std::optional<bool> interrupts)
{
    if (interrupts == false)
        values.bargeIn = BargeIn::off;
    else if (values.bargeIn == BargeIn::off)
        values.bargeIn = BargeIn::service;
}

void take(ParameterValues& values, const wire::ServerVad& vad)
{
    const ParameterValues standard;
    values.turnMode = TurnMode::serverVad;
    values.vadThreshold = vad.threshold.value_or(standard.vadThreshold);
    values.prefixPaddingMs = vad.prefixPaddingMs.value_or(standard.prefixPaddingMs);
    values.silenceMs = vad.silenceDurationMs.value_or(standard.silenceMs);
    values.idleTimeoutS = vad.idleTimeoutMs.value_or(0) / 1000.0;
    takeInterrupt(values, vad.interruptResponse);
}

void take(ParameterValues& values, const wire::SemanticVad& vad)
{
    values.turnMode = TurnMode::semanticVad;
    values.eagerness = vad.eagerness.value_or(wire::Eagerness::automatic);
    takeInterrupt(values, vad.interruptResponse);
}

bool isServices(NoiseReduction reduction)
{
    return reduction == NoiseReduction::nearField || reduction == NoiseReduction::farField;
}

void take(ParameterValues& values, const wire::Nullable<wire::NoiseReduction>& said)
{
    const auto* reduction = said ? std::get_if<wire::NoiseReduction>(&*said) : nullptr;
    if (reduction != nullptr)
        values.noiseReduction =
            *reduction == wire::NoiseReduction::nearField ? NoiseReduction::nearField : NoiseReduction::farField;
    else if (isServices(values.noiseReduction))
        values.noiseReduction = NoiseReduction::off;
}

} // namespace

wire::SessionConfig sessionOf(const ParameterValues& values, const wire::SessionConfig& saidBefore)
{
    wire::SessionConfig session;
    session.turnDetection = turnDetection(values);
    if (values.speed != 1 || saidBefore.speed)
        session.speed = values.speed;
    const auto reduction = serviceNoiseReduction(values);
    if (isServices(values.noiseReduction) || saidBefore.noiseReduction)
        session.noiseReduction = reduction;
    return session;
}

wire::SessionConfig sessionChanges(const ParameterValues& before, const ParameterValues& after)
{
    wire::SessionConfig changes;
    if (const auto wanted = turnDetection(after); wanted != turnDetection(before))
        changes.turnDetection = wanted;
    if (after.speed != before.speed)
        changes.speed = after.speed;
    if (const auto wanted = serviceNoiseReduction(after); wanted != serviceNoiseReduction(before))
        changes.noiseReduction = wanted;
    return changes;
}

void applyTo(bridge::AudioSettings& audio, const ParameterValues& values)
{
    audio.capture.gainDb = values.inputGainDb;
    audio.capture.noiseReduction = localNoiseReduction(values);
    audio.echo.mode = values.echoMode;
    audio.turns.mode = audioTurnMode(values.turnMode);
    audio.turns.localBargeIn = values.bargeIn == BargeIn::local;
    audio.turns.silence = std::clamp(milliseconds(values.silenceMs), milliseconds(100), milliseconds(5000));
    audio.turns.preRoll = std::clamp(milliseconds(values.prefixPaddingMs), milliseconds(0), milliseconds(1000));
}

void takeFrom(ParameterValues& values, const wire::SessionConfig& session)
{
    values.speed = session.speed.value_or(1);
    take(values, session.noiseReduction);
    if (!session.turnDetection)
        take(values, wire::ServerVad{});
    else if (const auto* detection = std::get_if<wire::TurnDetection>(&*session.turnDetection))
        std::visit([&](const auto& vad) { take(values, vad); }, *detection);
    else if (values.turnMode == TurnMode::serverVad || values.turnMode == TurnMode::semanticVad)
        values.turnMode = TurnMode::pushToTalk;
}

} // namespace parley::plugin
