// SPDX-License-Identifier: Apache-2.0
// What a pipeline tells, as the events and the speech of a session.
#include "Audio/Pcm16.h"
#include "Bridge/Detail/PipelineConversation.h"
#include "Voice/AgentWorkflow.h"

#include <utility>

namespace parley::bridge
{
namespace
{

using realtime::ConnectionState;
using Clock = std::chrono::steady_clock;

Error tooLong()
{
    return {ErrorCode::playoutOverflow,
            "An answer of more than ten minutes was cut off: let the agent answer in fewer words.", "pipeline"};
}

/// The whole words of so much of it, as the words are spread evenly over the sound.
std::string beginningOf(const std::string& text, std::uint64_t heard, std::uint64_t all)
{
    const auto length = static_cast<std::size_t>(text.size() * heard / all);
    const auto end = text.rfind(' ', length);
    return end == std::string::npos ? std::string() : text.substr(0, end);
}

} // namespace

void PipelineConversation::on(const voice::VoiceStreamEventAudio& audio)
{
    if (!answer || options.playout->speech({answer->responseId, answer->itemId, 0}, audio.samples))
        return;
    publish(realtime::ErrorEvent{tooLong()});
    result->interrupt();
}

void PipelineConversation::on(const voice::VoiceStreamEventLifecycle& lifecycle)
{
    using voice::VoiceLifecycle;
    switch (lifecycle.event)
    {
    case VoiceLifecycle::listening:
        listening();
        break;
    case VoiceLifecycle::turnStarted:
        beginAnswer();
        break;
    case VoiceLifecycle::turnEnded:
        if (lifecycle.wasCut)
            endAnswer("cancelled", isInterrupting ? "client_cancelled" : "turn_detected");
        else
            endAnswer("completed", {});
        break;
    case VoiceLifecycle::speechStarted:
        silence();
        publish(realtime::UserSpeechStarted{lifecycle.itemId, onAxis(lifecycle)});
        break;
    case VoiceLifecycle::speechStopped:
        publish(realtime::UserSpeechStopped{lifecycle.itemId, onAxis(lifecycle)});
        break;
    case VoiceLifecycle::sessionEnded:
        result.reset();
        enter(ConnectionState::disconnected);
        break;
    }
}

/// In milliseconds of all audio that was sent.
std::int64_t PipelineConversation::onAxis(const voice::VoiceStreamEventLifecycle& lifecycle) const
{
    const auto before = static_cast<std::int64_t>(inputBegin * 1000 / audio::wireSampleRate);
    return before + lifecycle.inputAt.value_or(std::chrono::milliseconds(0)).count();
}

void PipelineConversation::on(const voice::VoiceStreamEventTranscript& transcript)
{
    const auto itemId = utterance(transcript.itemId, transcript.isFinal);
    const auto logprobs = transcript.details.is_object() ? transcript.details.value("logprobs", wire::Json(nullptr))
                                                         : wire::Json(nullptr);
    if (transcript.isFinal)
        publish(realtime::UserTranscriptCompleted{itemId, transcript.text, logprobs});
    else
        publish(realtime::UserTranscriptDelta{itemId, transcript.text, logprobs});
}

void PipelineConversation::on(const voice::VoiceStreamEventText& text)
{
    if (!answer)
        return;
    const auto delta = (answer->text.empty() ? "" : " ") + text.text;
    answer->text += delta;
    latest = *answer;
    publish(realtime::AnswerDelta{answer->responseId, answer->itemId, delta, true});
}

void PipelineConversation::on(const voice::VoiceStreamEventError& told)
{
    if (told.endsRun)
        failed(told.error);
    else
        publish(realtime::Warning{told.error});
}

void PipelineConversation::listening()
{
    if (state == ConnectionState::ready)
        return;
    const bool isAgain = state == ConnectionState::reconnecting;
    ladder.connected(Clock::now());
    enter(ConnectionState::ready);
    if (isAgain)
        publish(realtime::Reconnected{});
}

void PipelineConversation::beginAnswer()
{
    const auto number = std::to_string(options.number) + "_" + std::to_string(++answers);
    answer = latest = Answer{"answer_" + number, "answer_item_" + number, speaker(), {}};
    publish(realtime::TurnStarted{answer->responseId, answer->agent});
}

/// What was made of it sounds to its end, unless it is silenced.
void PipelineConversation::endAnswer(const std::string& status, const std::string& reason)
{
    if (!answer)
        return;
    const auto ended = *std::exchange(answer, std::nullopt);
    options.playout->speechComplete(ended.responseId);
    if (!ended.text.empty())
    {
        publish(realtime::AnswerDone{ended.responseId, ended.itemId, 0, ended.text, true});
        publish(realtime::AudioEnd{ended.responseId, ended.itemId, 0});
    }
    publish(realtime::TurnEnded{ended.responseId, ended.agent, status, reason, nullptr});
}

void PipelineConversation::silence()
{
    if (!options.playout->isBusy())
        return;
    options.playout->interrupt(
        [weak = weak_from_this()](const std::vector<realtime::HeardSpeech>& heard)
        {
            if (const auto self = weak.lock())
                self->wasCut(heard);
        });
}

void PipelineConversation::wasCut(const std::vector<realtime::HeardSpeech>& heard)
{
    for (const auto& one : heard)
    {
        publish(realtime::AudioInterrupted{one.part.itemId, one.part.contentIndex, one.heard(), one.part.responseId});
        if (one.part.itemId == latest.itemId && one.heardSamples < one.receivedSamples)
            workflow->wasCut(beginningOf(latest.text, one.heardSamples, one.receivedSamples));
    }
}

std::string PipelineConversation::speaker() const
{
    return ownWorkflow != nullptr ? ownWorkflow->currentAgent() : options.settings.agent.name;
}

/// The id of the user's turn; where the model gives none, of the one that is not yet whole.
std::string PipelineConversation::utterance(const std::string& itemId, bool isFinal)
{
    if (!itemId.empty())
        return itemId;
    const auto number = utterances + 1;
    utterances += isFinal ? 1 : 0;
    return "utterance_" + std::to_string(options.number) + "_" + std::to_string(number);
}

} // namespace parley::bridge
