// SPDX-License-Identifier: Apache-2.0
// What stands around PipelineCore: it owns what is under way and the timer, feeds the core and does what it says.
#pragma once

#include "Net/Detail/Deadline.h"
#include "Voice/Detail/VoiceEventQueue.h"
#include "Voice/Pipeline.h"
#include "Voice/PipelineCore.h"

#include <map>
#include <memory>
#include <variant>

namespace parley::voice
{

/// What the runs of one pipeline share. Its members are for the network thread.
struct Pipeline::State
{
    VoiceModels models;
    std::shared_ptr<Workflow> workflow;
    VoiceConfig config;
    bool isBusy = false;
};

/// @thread network, except where said
class PipelineRun : public std::enable_shared_from_this<PipelineRun>
{
public:
    using Input = std::variant<AudioInput, std::shared_ptr<StreamedAudioInput>>;

    /// @thread any but audio
    PipelineRun(Executor& usedExecutor, std::shared_ptr<Pipeline::State> of, Input given);

    /// Before all else.
    /// @thread any but audio
    void prepare();
    void start();
    void feed(PipelineInput given);
    /// No event follows.
    void stop();

    /// @thread any but audio
    [[nodiscard]] VoiceEventQueue& events() const noexcept { return *queue; }

private:
    void carryOut(PipelineOutputs out);
    void listen();
    [[nodiscard]] bool greet();
    void answer(const PipelineOutputs::Answer& wanted);
    void speak(const SpeechOrder::Started& sentence);
    void setTimer();
    [[nodiscard]] WorkflowHandlers workflowHandlers(std::uint64_t turn);
    [[nodiscard]] TranscriptHandlers transcriptHandlers();

    Executor& executor;
    std::shared_ptr<Pipeline::State> state;
    Input input;
    std::shared_ptr<VoiceEventQueue> queue;
    PipelineCore core;
    net::Deadline timer;
    std::unique_ptr<Activity> listening;
    std::unique_ptr<Activity> working;
    std::map<std::uint64_t, std::unique_ptr<Activity>> speaking; ///< By the id of the sentence.
    bool isOver = false;
    bool holdsPipeline = false;
};

} // namespace parley::voice
