// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Settings.h"

#include <cstdlib>

namespace parley::plugin
{

namespace
{

wire::TurnDetection serverVad(const TurnSettings& turns)
{
    wire::ServerVad vad;
    vad.threshold = turns.threshold;
    vad.prefixPaddingMs = turns.prefixPaddingMs;
    vad.silenceDurationMs = turns.silenceDurationMs;
    if (turns.idleTimeoutMs > 0)
        vad.idleTimeoutMs = turns.idleTimeoutMs;
    vad.createResponse = true;
    vad.interruptResponse = turns.interruptsResponse;
    return vad;
}

wire::TurnDetection semanticVad(const TurnSettings& turns)
{
    wire::SemanticVad vad;
    vad.eagerness = turns.eagerness;
    vad.createResponse = true;
    vad.interruptResponse = turns.interruptsResponse;
    return vad;
}

wire::Nullable<wire::TurnDetection> turnDetection(const TurnSettings& turns)
{
    switch (turns.mode)
    {
    case TurnMode::serverVad:
        return serverVad(turns);
    case TurnMode::semanticVad:
        return semanticVad(turns);
    case TurnMode::off:
        break;
    }
    return std::variant<std::nullptr_t, wire::TurnDetection>(nullptr);
}

} // namespace

bridge::ConnectSettings Settings::toConnectSettings() const
{
    bridge::ConnectSettings result;
    result.provider = provider;
    result.agent.name = agent.name;
    result.agent.instructions = agent.instructions;
    result.agent.voice = agent.voice;
    result.session.turnDetection = turnDetection(turns);
    if (isTranscribing)
    {
        // Schema: AudioTranscription, model.
        wire::Transcription transcription;
        transcription.model = "gpt-4o-mini-transcribe";
        result.session.transcription = transcription;
    }
    else
        result.session.transcription = std::variant<std::nullptr_t, wire::Transcription>(nullptr);
    if (const char* file = std::getenv("PARLEY_RECORD"); file != nullptr)
        result.recordFile = file;
    return result;
}

} // namespace parley::plugin
