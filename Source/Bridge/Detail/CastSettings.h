// SPDX-License-Identifier: Apache-2.0
// Who speaks over a connection: its settings, with the cast of an agents file, as those of a session.
#pragma once

#include "Base/Result.h"
#include "Bridge/VoiceBridge.h"
#include "Realtime/SessionCore.h"

namespace parley::bridge
{

/// The settings with the cast of ConnectSettings::agentsFile or castText, or as they are where there is none. The error
/// is that of `cast::loadCast` or `cast::parseCast`.
/// Reads a file: @thread pool or a thread of the caller's own, never network or audio.
[[nodiscard]] Result<ConnectSettings> withAgentsFile(ConnectSettings settings);

/// Without the file's cast.
/// @thread any but audio
[[nodiscard]] realtime::SessionSettings sessionSettingsOf(const ConnectSettings& settings);

} // namespace parley::bridge
