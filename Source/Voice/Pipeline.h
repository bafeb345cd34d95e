// SPDX-License-Identifier: Apache-2.0
// Speech to text, a workflow, text to speech: a voice agent without a live session (Realtime and Voice Guide, "Voice
// Pipeline").
#pragma once

#include "Base/Executor.h"
#include "Voice/AudioInput.h"
#include "Voice/StreamedAudioInput.h"
#include "Voice/VoiceConfig.h"
#include "Voice/VoiceModels.h"
#include "Voice/VoiceResult.h"
#include "Voice/Workflow.h"

#include <memory>

namespace parley::voice
{

/// One conversation: run after run, the workflow remembers, and its greeting is spoken once, in the first. Costs no
/// thread. @thread any but audio
class Pipeline
{
public:
    Pipeline(VoiceModels models, std::shared_ptr<Workflow> workflow, VoiceConfig config = {},
             std::shared_ptr<Executor> usedExecutor = Executor::shared());

    /// Returns at once. One run at a time: while there is another its only event is an error.
    [[nodiscard]] VoiceResult run(AudioInput input);
    /// Turn after turn, until the input is closed.
    [[nodiscard]] VoiceResult run(std::shared_ptr<StreamedAudioInput> input);

    struct State;

private:
    std::shared_ptr<Executor> executor;
    [[nodiscard]] VoiceResult begin(std::shared_ptr<PipelineRun> made);

    std::shared_ptr<State> state;
};

} // namespace parley::voice
