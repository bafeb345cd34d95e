// SPDX-License-Identifier: Apache-2.0
// What a program says of its conversation in one JSON text: the service, who speaks, how the sound is treated.
#pragma once

#include "Base/Result.h"
#include "Bridge/VoiceBridge.h"

#include <string>

namespace parley::bridge
{

struct HostSettings
{
    ConnectSettings connect;
    AudioSettings audio;
};

/// Reads a text as docs/embedding.md, Settings, has it; `{}` is the local service with its usual agent. No key stands
/// in it: it names where the key is found. An agents file that it names is read by `VoiceBridge::connect`; the program
/// may give the text of one instead. The error, of code fileInvalid, names up to 20 faults of either, each with its
/// line. More than 1 MiB is refused.
/// @thread any but audio
[[nodiscard]] Result<HostSettings> parseHostSettings(const std::string& text, const std::string& agentsText = {});

} // namespace parley::bridge
