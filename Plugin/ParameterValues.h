// SPDX-License-Identifier: GPL-3.0-or-later
// The values of the parameters that a project remembers, and what they ask of the session and of the audio path.
#pragma once

#include "Bridge/AudioSettings.h"
#include "Wire/SessionConfig.h"

namespace parley::plugin
{

/// Who says where the user's turn ends. The first two are the service's, the others this side's.
enum class TurnMode
{
    serverVad,
    semanticVad,
    local,
    pushToTalk,
    off ///< Turns are left to typed text.
};

/// What speaking over the agent does.
enum class BargeIn
{
    off,     ///< The agent finishes.
    service, ///< The service notices.
    local    ///< The detector on this side notices first, see bridge::TurnSettings::localBargeIn.
};

enum class NoiseReduction
{
    off,
    nearField, ///< The service's, for a headset.
    farField,  ///< The service's, for a microphone in the room.
    low,       ///< This side's three, before anything is sent.
    moderate,
    high
};

/// Connect, Talk, Interrupt and New Visitor are deeds, not settings: they are not here and are never saved.
struct ParameterValues
{
    static constexpr double silentDb = -60;
    static constexpr double highestLevelDb = 12;
    static constexpr double leastIdleTimeoutS = 5; ///< Below it there is none. Schema: idle_timeout_ms.

    bool isMicMuted = false;
    bool isAgentMuted = false;
    double inputGainDb = 0;       ///< -60 to 40
    double agentLevelDb = 0;      ///< -60 (silent) to 12
    double dryLevelDb = silentDb; ///< -60 (silent) to 12
    double duckingDb = -12;       ///< -40 to 0: how far the dry input goes down while the agent sounds.
    TurnMode turnMode = TurnMode::serverVad;
    wire::Eagerness eagerness = wire::Eagerness::automatic;
    double vadThreshold = 0.5; ///< 0 to 1
    int silenceMs = 500;       ///< 0 to 10000
    int prefixPaddingMs = 300; ///< 0 to 5000
    double idleTimeoutS = 0;   ///< 0 to 30
    BargeIn bargeIn = BargeIn::service;
    bridge::EchoMode echoMode = bridge::EchoMode::off;
    NoiseReduction noiseReduction = NoiseReduction::off;
    double speed = 1; ///< 0.25 to 1.5

    [[nodiscard]] bool operator==(const ParameterValues&) const = default;
};

/// What a new session is asked for. Speed and noise reduction are left out where they stand at the service's defaults,
/// so that a service that does not know them is not asked for them, unless `saidBefore` has them.
/// @thread any but audio
[[nodiscard]] wire::SessionConfig sessionOf(const ParameterValues& values, const wire::SessionConfig& saidBefore = {});

/// What a session under way must be told after the values changed; equal to an empty one when it is nothing.
/// @thread any but audio
[[nodiscard]] wire::SessionConfig sessionChanges(const ParameterValues& before, const ParameterValues& after);

/// Takes over what concerns the way of the audio; what no parameter says stays.
/// @thread any but audio
void applyTo(bridge::AudioSettings& audio, const ParameterValues& values);

/// Takes over what an agents file says of its session; what it leaves out becomes the service's default. What it cannot
/// say (gains, echo, noise reduction and barge-in on this side) stays. Where it wants no turn detection, the talk key
/// takes over, unless this side finds the turns already.
/// @thread any but audio
void takeFrom(ParameterValues& values, const wire::SessionConfig& session);

} // namespace parley::plugin
