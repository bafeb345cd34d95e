// SPDX-License-Identifier: GPL-3.0-or-later
// Where a session stands and what it took so far, in numbers: who speaks, tokens, latencies, echo.
#pragma once

#include "Bridge/VoiceBridge.h"
#include "Realtime/Event.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace parley::plugin
{

/// What the agent does, as lights and captions show it.
enum class Phase
{
    offline,
    connecting,
    listening,
    thinking, ///< The user has finished, and nothing sounds yet.
    speaking, ///< It sounds.
    reconnecting,
    failed
};

/// "offline", "connecting", ...
[[nodiscard]] const char* toString(Phase phase) noexcept;

/// How long one answer took.
struct TurnLatency
{
    std::optional<double> wireToOutputMs;         ///< From the arrival of its first audio to its first frame out.
    std::optional<double> endOfSpeechToAudibleMs; ///< Empty where the turn was typed.
    double captureToWireMs = 0;                   ///< Median over the turn.

    [[nodiscard]] bool operator==(const TurnLatency&) const = default;
};

struct SessionFigures
{
    Phase phase = Phase::offline;
    std::string agent;          ///< Who speaks; empty before the first answer.
    std::int64_t expiresAt = 0; ///< Of the connection, epoch seconds; 0: unknown.
    realtime::Usage usage;      ///< Of this conversation.
    std::vector<realtime::RateLimit> rateLimits;
    std::deque<TurnLatency> latencies; ///< The last 50, the newest last.
    std::optional<realtime::EchoMeasured> echo;
    bool isUserSpeaking = false;         ///< As the service or this side's detector hears it.
    float outputRms = 0;                 ///< Of what sounds, every 50 ms; full scale at 1.
    std::vector<std::string> downgrades; ///< Settings that the service applies otherwise, as sentences.
};

/// Pure: fed with events.
/// @thread one at a time
class SessionFigureReader
{
public:
    static constexpr std::size_t mostLatencies = 50;

    void apply(const realtime::Event& event);
    [[nodiscard]] const SessionFigures& figures() const noexcept { return now; }

private:
    void applyToConnection(const realtime::ConnectionChanged& changed);
    void applyToTurn(const realtime::Event& event);
    void applyToNumbers(const realtime::Event& event);
    void settlePhase();

    SessionFigures now;
    realtime::ConnectionState connection = realtime::ConnectionState::disconnected;
    bool isAnswerAwaited = false; ///< The user has finished.
    int answers = 0;              ///< Begun and not ended.
    bool isSounding = false;
};

} // namespace parley::plugin
