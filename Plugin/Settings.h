// SPDX-License-Identifier: GPL-3.0-or-later
// What a project remembers of a Parley plugin beside its parameters: the service, the agent, how turns are found.
#pragma once

#include "Bridge/VoiceBridge.h"

#include <string>

namespace parley::plugin
{

/// Schema: RealtimeTurnDetection; `off` leaves turns to typed text.
enum class TurnMode
{
    serverVad,
    semanticVad,
    off
};

/// The numbers of every mode are kept, so that changing the mode and back loses none. Defaults: RealtimeTurnDetection.
struct TurnSettings
{
    TurnMode mode = TurnMode::serverVad;
    double threshold = 0.5;      ///< 0 to 1
    int prefixPaddingMs = 300;   ///< 0 to 5000
    int silenceDurationMs = 500; ///< 0 to 10000
    int idleTimeoutMs = 0;       ///< 0 (none), or 5000 to 30000
    bool interruptsResponse = true;
    wire::Eagerness eagerness = wire::Eagerness::automatic;

    [[nodiscard]] bool operator==(const TurnSettings&) const = default;
};

/// What a project says of its agent; defaults: realtime::Agent.
struct AgentSettings
{
    std::string name = realtime::Agent{}.name;
    std::string instructions = realtime::Agent{}.instructions;
    std::string voice; ///< Empty: the service's own default.

    [[nodiscard]] bool operator==(const AgentSettings&) const = default;
};

struct Settings
{
    bridge::ProviderSettings provider;
    AgentSettings agent;
    TurnSettings turns;
    bool isTranscribing = true; ///< Whether the user's own words are written down.

    [[nodiscard]] bool operator==(const Settings&) const = default;

    /// What `VoiceBridge::connect` takes. PARLEY_RECORD, when set, names the file to record to.
    /// @thread any but audio
    [[nodiscard]] bridge::ConnectSettings toConnectSettings() const;
};

} // namespace parley::plugin
