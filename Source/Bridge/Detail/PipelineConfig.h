// SPDX-License-Identifier: Apache-2.0
// The settings of a connection as those of a voice pipeline. Pure.
#pragma once

#include "Bridge/VoiceBridge.h"
#include "Voice/AgentWorkflow.h"

namespace parley::bridge
{

/// `settings.pipeline` with what the session and the agent say, see PipelineSettings.
/// @thread any but audio
[[nodiscard]] voice::VoiceConfig voiceConfigOf(const ConnectSettings& settings);

/// The agent with the session's instructions, where those are set.
/// @thread any but audio
[[nodiscard]] voice::AgentWorkflowSettings workflowSettingsOf(const ConnectSettings& settings);

} // namespace parley::bridge
