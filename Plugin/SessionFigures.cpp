// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/SessionFigures.h"

#include <algorithm>

namespace parley::plugin
{

namespace
{

using realtime::ConnectionState;

double inMilliseconds(std::chrono::microseconds time)
{
    return static_cast<double>(time.count()) / 1000.0;
}

std::optional<double> inMilliseconds(const std::optional<std::chrono::microseconds>& time)
{
    return time ? std::optional(inMilliseconds(*time)) : std::nullopt;
}

} // namespace

const char* toString(Phase phase) noexcept
{
    switch (phase)
    {
    case Phase::offline:
        return "offline";
    case Phase::connecting:
        return "connecting";
    case Phase::listening:
        return "listening";
    case Phase::thinking:
        return "thinking";
    case Phase::speaking:
        return "speaking";
    case Phase::reconnecting:
        return "reconnecting";
    case Phase::failed:
        return "failed";
    }
    return "";
}

void SessionFigureReader::apply(const realtime::Event& event)
{
    if (const auto* changed = std::get_if<realtime::ConnectionChanged>(&event))
        applyToConnection(*changed);
    else if (std::holds_alternative<realtime::Reconnecting>(event))
        connection = ConnectionState::reconnecting;
    applyToTurn(event);
    applyToNumbers(event);
    settlePhase();
}

void SessionFigureReader::applyToConnection(const realtime::ConnectionChanged& changed)
{
    const bool isNew = changed.state == ConnectionState::connecting && connection != ConnectionState::reconnecting;
    const bool isOver = changed.state == ConnectionState::disconnected || changed.state == ConnectionState::failed;
    connection = changed.state;
    if (isNew)
    {
        auto latencies = std::move(now.latencies);
        now = {};
        now.latencies = std::move(latencies);
    }
    if (isNew || isOver)
    {
        isAnswerAwaited = false;
        isSounding = false;
        answers = 0;
        now.isUserSpeaking = false;
        now.outputRms = 0;
        now.expiresAt = 0;
    }
}

void SessionFigureReader::applyToTurn(const realtime::Event& event)
{
    if (std::holds_alternative<realtime::UserSpeechStarted>(event))
    {
        now.isUserSpeaking = true;
        isAnswerAwaited = false;
    }
    else if (std::holds_alternative<realtime::UserSpeechStopped>(event))
        now.isUserSpeaking = false;
    else if (std::holds_alternative<realtime::InputCommitted>(event))
    {
        now.isUserSpeaking = false;
        isAnswerAwaited = true;
    }
    else if (const auto* speech = std::get_if<realtime::LocalSpeech>(&event))
        now.isUserSpeaking = speech->state == realtime::LocalSpeechState::confirmed;
    else if (const auto* started = std::get_if<realtime::TurnStarted>(&event))
    {
        if (started->isOutOfBand)
            return;
        ++answers;
        isAnswerAwaited = false;
        now.agent = started->agent;
    }
    else if (const auto* ended = std::get_if<realtime::TurnEnded>(&event))
        answers = std::max(0, answers - (ended->isOutOfBand ? 0 : 1));
    else if (const auto* handoff = std::get_if<realtime::HandoffEvent>(&event))
        now.agent = handoff->to;
    else if (std::holds_alternative<realtime::PlaybackStarted>(event))
        isSounding = true;
    else if (std::holds_alternative<realtime::PlaybackFinished>(event) ||
             std::holds_alternative<realtime::AudioInterrupted>(event))
        isSounding = false;
}

void SessionFigureReader::applyToNumbers(const realtime::Event& event)
{
    if (const auto* session = std::get_if<realtime::SessionStarted>(&event))
        now.expiresAt = session->expiresAt;
    else if (const auto* used = std::get_if<realtime::UsageUpdated>(&event))
        now.usage = used->total;
    else if (const auto* limits = std::get_if<realtime::RateLimitsUpdated>(&event))
        now.rateLimits = limits->limits;
    else if (const auto* echo = std::get_if<realtime::EchoMeasured>(&event))
        now.echo = *echo;
    else if (const auto* level = std::get_if<realtime::OutputLevel>(&event))
        now.outputRms = level->rms;
    else if (const auto* other = std::get_if<realtime::SettingsDowngraded>(&event))
        now.downgrades.push_back(other->error.message);
    else if (const auto* took = std::get_if<realtime::LatencyMeasured>(&event); took && !took->responseId.empty())
    {
        if (now.latencies.size() == mostLatencies)
            now.latencies.pop_front();
        now.latencies.push_back({inMilliseconds(took->wireToOutput), inMilliseconds(took->endOfSpeechToAudible),
                                 inMilliseconds(took->captureToWireMedian)});
    }
}

void SessionFigureReader::settlePhase()
{
    switch (connection)
    {
    case ConnectionState::disconnected:
        now.phase = Phase::offline;
        return;
    case ConnectionState::failed:
        now.phase = Phase::failed;
        return;
    case ConnectionState::connecting:
    case ConnectionState::configuring:
        now.phase = Phase::connecting;
        return;
    case ConnectionState::reconnecting:
        now.phase = isSounding ? Phase::speaking : Phase::reconnecting;
        return;
    case ConnectionState::ready:
        break;
    }
    if (isSounding)
        now.phase = Phase::speaking;
    else if (answers > 0 || isAnswerAwaited)
        now.phase = Phase::thinking;
    else
        now.phase = Phase::listening;
}

} // namespace parley::plugin
