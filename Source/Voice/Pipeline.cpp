// SPDX-License-Identifier: Apache-2.0
#include "Voice/Pipeline.h"

#include "Voice/Detail/PipelineRun.h"

#include <utility>

namespace parley::voice
{

Pipeline::Pipeline(VoiceModels models, std::shared_ptr<Workflow> workflow, VoiceConfig config,
                   std::shared_ptr<Executor> usedExecutor)
    : executor(std::move(usedExecutor))
    , state(std::make_shared<State>(State{std::move(models), std::move(workflow), std::move(config)}))
{
}

VoiceResult Pipeline::run(AudioInput input)
{
    return begin(std::make_shared<PipelineRun>(*executor, state, std::move(input)));
}

VoiceResult Pipeline::run(std::shared_ptr<StreamedAudioInput> input)
{
    return begin(std::make_shared<PipelineRun>(*executor, state, std::move(input)));
}

VoiceResult Pipeline::begin(std::shared_ptr<PipelineRun> made)
{
    made->prepare();
    executor->post([made] { made->start(); });
    return {executor, std::move(made)};
}

} // namespace parley::voice
