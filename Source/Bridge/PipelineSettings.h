// SPDX-License-Identifier: Apache-2.0
// A voice pipeline in the place of a live session: what a connection needs to know of it.
#pragma once

#include "Voice/VoiceConfig.h"
#include "Voice/Workflow.h"

#include <memory>
#include <string>

namespace parley::bridge
{

/// What is heard is written down, a workflow answers in words, and those are spoken: three models in the place of one
/// (docs/voice.md). Any service with these doors will do.
struct PipelineSettings
{
    /// Of `ConnectSettings::session`, these win where they are set: transcription, noise reduction, turn detection (one
    /// that does not interrupt allows no barge-in), voice, speed; of `ConnectSettings::agent` the voice, if the session
    /// names none.
    voice::VoiceConfig voice{};
    std::string chatModel = "gpt-4o-mini"; ///< Answers for the agent, at POST /chat/completions.
    /// Answers in the agent's place; null: the agent itself, with its cast. Serves one bridge at a time, and remembers
    /// from one connection to the next.
    std::shared_ptr<voice::Workflow> workflow{};
};

} // namespace parley::bridge
