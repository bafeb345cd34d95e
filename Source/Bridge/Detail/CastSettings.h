// SPDX-License-Identifier: Apache-2.0
// Who speaks over a connection: its settings, with the cast of an agents file, as those of a session.
#pragma once

#include "Base/Result.h"
#include "Bridge/VoiceBridge.h"
#include "Realtime/SessionCore.h"

#include <string>
#include <vector>

namespace parley::bridge
{

/// The settings with the cast of ConnectSettings::agentsFile or castText, or as they are where there is none. The error
/// is that of `cast::loadCast` or `cast::parseCast`.
/// Reads a file: @thread pool or a thread of the caller's own, never network or audio.
[[nodiscard]] Result<ConnectSettings> withAgentsFile(ConnectSettings settings);

/// Another cast for a session under way.
struct CastChange
{
    realtime::Agent first;
    std::vector<realtime::Agent> cast;
    std::string text; ///< Of the agents file that they are of.
    cast::CastHost host;
};

/// Has each of these agents offer what the program can do beside its own tools.
/// @thread any but audio
void offerTools(const std::vector<realtime::Tool>& tools, realtime::Agent& first, std::vector<realtime::Agent>& cast);

/// Without the file's cast.
/// @thread any but audio
[[nodiscard]] realtime::SessionSettings sessionSettingsOf(const ConnectSettings& settings);

} // namespace parley::bridge
