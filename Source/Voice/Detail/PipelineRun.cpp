// SPDX-License-Identifier: Apache-2.0
#include "Voice/Detail/PipelineRun.h"

#include "Base/Detail/ExecutorDetail.h"

#include <algorithm>
#include <utility>

namespace parley::voice
{
namespace
{

using Clock = std::chrono::steady_clock;

Error busy()
{
    return {ErrorCode::requestRejected,
            "This pipeline is running already: let its run end, or make a pipeline for each conversation.", "pipeline"};
}

Error nobodyListens()
{
    return {ErrorCode::queueFull,
            "Nobody takes the events of this run, so it was ended: take them all, or drop the result.", "pipeline"};
}

} // namespace

PipelineRun::PipelineRun(Executor& usedExecutor, std::shared_ptr<Pipeline::State> of, Input given)
    : executor(usedExecutor)
    , state(std::move(of))
    , input(std::move(given))
    , core(state->config, std::holds_alternative<std::shared_ptr<StreamedAudioInput>>(input))
    , timer(usedExecutor.detail().ioContext.get_executor(), [this] { feed(input::TimePassed{}); })
{
}

void PipelineRun::prepare()
{
    queue = std::make_shared<VoiceEventQueue>(executor,
                                              [weak = weak_from_this(), &network = executor]
                                              {
                                                  network.post(
                                                      [weak]
                                                      {
                                                          if (const auto run = weak.lock())
                                                              run->feed(input::Taken{run->queue->takeCount()});
                                                      });
                                              });
}

void PipelineRun::start()
{
    if (isOver)
        return;
    if (std::exchange(state->isBusy, true))
    {
        feed(input::Failed{busy()});
        return;
    }
    holdsPipeline = true;
    const bool hasGreeting = greet();
    feed(input::Begun{hasGreeting});
    listen();
}

void PipelineRun::stop()
{
    isOver = true;
    timer.stop();
    listening.reset();
    working.reset();
    speaking.clear();
    if (std::exchange(holdsPipeline, false))
        state->isBusy = false;
    queue->end();
}

void PipelineRun::feed(PipelineInput given)
{
    if (isOver)
        return;
    carryOut(core.handle(std::move(given), Clock::now()));
    setTimer();
}

void PipelineRun::carryOut(PipelineOutputs out)
{
    const bool isUnheard = out.dropsUnheard && queue->dropAudio();
    if (out.stopsWorkflow)
        working.reset();
    if (isUnheard || out.cutsTurn)
        state->workflow->wasCut(queue->heardOf(out.turn));
    for (const auto id : out.stopSpeech)
        speaking.erase(id);
    bool isTaken = true;
    for (auto& event : out.publish)
        isTaken = queue->publish(std::move(event)) && isTaken;
    if (out.answer)
        answer(*out.answer);
    for (const auto& sentence : out.speak)
        speak(sentence);
    if (out.isOver)
        stop();
    else if (!isTaken)
        feed(input::Failed{nobodyListens()});
}

TranscriptHandlers PipelineRun::transcriptHandlers()
{
    return {[this](const SpeechMoment& moment) { feed(input::SpeechStarted{moment}); },
            [this](VoiceStreamEventTranscript heard) { feed(input::Heard{std::move(heard)}); },
            [this](const Error& lost) { feed(input::UtteranceLost{lost}); },
            [this](const std::optional<Error>& problem) { feed(input::ListeningEnded{problem}); },
            [this](const SpeechMoment& moment) { feed(input::SpeechStopped{moment}); },
            [this] { feed(input::Listening{}); }};
}

void PipelineRun::listen()
{
    if (isOver)
        return;
    auto& model = *state->models.speechToText;
    if (const auto* whole = std::get_if<AudioInput>(&input))
        listening = model.transcribe(*whole, transcriptHandlers());
    else
        listening = model.listen(std::get<std::shared_ptr<StreamedAudioInput>>(input), transcriptHandlers());
}

WorkflowHandlers PipelineRun::workflowHandlers(std::uint64_t turn)
{
    return {[this, turn](std::string_view piece) {
                feed(input::Said{turn, std::string(piece)});
            },
            [this, turn](const std::optional<Error>& problem) {
                feed(input::WorkflowEnded{turn, problem});
            }};
}

bool PipelineRun::greet()
{
    working = state->workflow->greet(workflowHandlers(0));
    return working != nullptr;
}

void PipelineRun::answer(const PipelineOutputs::Answer& wanted)
{
    working = state->workflow->answer(wanted.transcript, workflowHandlers(wanted.turn));
}

void PipelineRun::speak(const SpeechOrder::Started& sentence)
{
    const auto id = sentence.id;
    speaking[id] =
        state->models.textToSpeech->speak(sentence.text, {[this, id](std::span<const std::int16_t> samples) {
                                                              feed(input::Spoken{id, {samples.begin(), samples.end()}});
                                                          },
                                                          [this, id](const std::optional<Error>& problem)
                                                          {
                                                              const auto ended = speaking.extract(id);
                                                              feed(input::SpeechEnded{id, problem});
                                                          }});
}

void PipelineRun::setTimer()
{
    const auto due = isOver ? std::nullopt : core.deadline();
    if (due)
        timer.start(std::max<Clock::duration>(*due - Clock::now(), Clock::duration::zero()));
    else
        timer.stop();
}

} // namespace parley::voice
