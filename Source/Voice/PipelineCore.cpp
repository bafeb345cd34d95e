// SPDX-License-Identifier: Apache-2.0
#include "Voice/PipelineCore.h"

#include "Voice/VoiceLimits.h"

#include <algorithm>
#include <utility>

namespace parley::voice
{
namespace
{

Error saidNothing(std::chrono::milliseconds patience)
{
    return {ErrorCode::timeout,
            "The workflow said nothing for " + std::to_string(patience.count()) +
                " ms and was given up: let it answer sooner, or raise workflowPatience.",
            "workflow"};
}

Error saidTooMuch()
{
    return {ErrorCode::limitReached,
            "The workflow said more than " + std::to_string(mostAnswerBytes) +
                " bytes in one turn: let it answer in fewer words.",
            "workflow"};
}

bool hasWords(const std::string& text)
{
    return text.find_first_not_of(" \t\r\n") != std::string::npos;
}

} // namespace

PipelineCore::PipelineCore(VoiceConfig chosen, bool isStreamedInput)
    : config(std::move(chosen))
    , isStreamed(isStreamedInput)
{
    config.mostSentencesInFlight = std::max<std::size_t>(config.mostSentencesInFlight, 1);
}

PipelineOutputs PipelineCore::handle(PipelineInput given, Time now)
{
    time = now;
    if (!isOver)
        std::visit([this](auto& one) { on(one); }, given);
    if (!isOver)
        advance();
    return std::exchange(out, {});
}

std::optional<PipelineCore::Time> PipelineCore::deadline() const
{
    if (isOver || !turn || turn->isSaid)
        return std::nullopt;
    const auto patience = turn->lastText + config.workflowPatience;
    const bool awaitsPause = !turn->splitter.isEmpty() && !turn->isPauseSeen;
    return awaitsPause ? std::min(patience, turn->lastText + sentencePause) : patience;
}

void PipelineCore::on(const input::Begun& begun)
{
    if (begun.hasGreeting)
        begin(0);
}

void PipelineCore::on(const input::Listening&)
{
    out.publish.push_back(VoiceStreamEventLifecycle{VoiceLifecycle::listening, lastTurn});
}

void PipelineCore::on(const input::SpeechStarted& started)
{
    if (!config.allowsBargeIn || !isStreamed)
        return;
    forgetUnheard();
    cutTurn();
    out.publish.push_back(VoiceStreamEventLifecycle{VoiceLifecycle::speechStarted, lastTurn, false, started.moment.at,
                                                    started.moment.itemId});
}

void PipelineCore::on(const input::SpeechStopped& stopped)
{
    out.publish.push_back(VoiceStreamEventLifecycle{VoiceLifecycle::speechStopped, lastTurn, false, stopped.moment.at,
                                                    stopped.moment.itemId});
}

void PipelineCore::on(const input::Interrupted&)
{
    forgetUnheard();
    cutTurn();
}

void PipelineCore::on(input::Written& written)
{
    if (hasWords(written.text))
        keepUtterance(std::move(written.text));
}

void PipelineCore::on(input::Heard& heard)
{
    if (heard.transcript.isFinal && hasWords(heard.transcript.text))
        keepUtterance(heard.transcript.text);
    out.publish.push_back(std::move(heard.transcript));
}

void PipelineCore::keepUtterance(std::string text)
{
    if (utterances.size() < mostWaitingUtterances)
        utterances.push_back(std::move(text));
    else
        utterances.back() += " " + text;
}

void PipelineCore::on(const input::UtteranceLost& lost)
{
    out.publish.push_back(VoiceStreamEventError{lost.error, false});
}

void PipelineCore::on(const input::ListeningEnded& ended)
{
    isListening = false;
    if (ended.error)
        fail(*ended.error);
}

void PipelineCore::on(const input::Said& said)
{
    if (!turn || turn->number != said.turn || turn->isSaid)
        return;
    turn->bytes += said.piece.size();
    if (turn->bytes > mostAnswerBytes)
    {
        fail(saidTooMuch());
        return;
    }
    turn->lastText = time;
    turn->isPauseSeen = false;
    addSentences(turn->splitter.add(said.piece));
}

void PipelineCore::on(const input::WorkflowEnded& ended)
{
    if (!turn || turn->number != ended.turn || turn->isSaid)
        return;
    if (ended.error)
    {
        fail(*ended.error);
        return;
    }
    turn->isSaid = true;
    addSentences(turn->splitter.finish());
}

void PipelineCore::on(const input::Spoken& spoken)
{
    if (turn)
        turn->order.speech(spoken.sentence, spoken.samples);
}

void PipelineCore::on(const input::SpeechEnded& ended)
{
    if (!turn || !turn->order.isInFlight(ended.sentence))
        return;
    if (ended.error)
        fail(*ended.error);
    else
        turn->order.ended(ended.sentence);
}

void PipelineCore::on(const input::Taken& taken)
{
    unheard -= std::min(unheard, taken.samples);
}

void PipelineCore::on(const input::TimePassed&)
{
    if (!turn || turn->isSaid)
        return;
    if (time >= turn->lastText + config.workflowPatience)
        fail(saidNothing(config.workflowPatience));
    else if (time >= turn->lastText + sentencePause && !std::exchange(turn->isPauseSeen, true))
        addSentences(turn->splitter.pause());
}

void PipelineCore::on(const input::Failed& failed)
{
    fail(failed.error);
}

void PipelineCore::begin(std::uint64_t number)
{
    turn.emplace(Turn{number, SpeechOrder(nextSentence)});
    turn->lastText = time;
    lastTurn = number;
    // A greeting without words is no turn.
    if (number > 0)
        tellStart();
}

void PipelineCore::tellStart()
{
    if (!std::exchange(turn->isTold, true))
        out.publish.push_back(VoiceStreamEventLifecycle{VoiceLifecycle::turnStarted, turn->number});
}

void PipelineCore::addSentences(std::vector<std::string> sentences)
{
    for (auto& sentence : sentences)
    {
        tellStart();
        turn->order.add(std::move(sentence));
    }
}

void PipelineCore::cutTurn()
{
    if (!turn)
        return;
    out.cutsTurn = true;
    out.stopsWorkflow = !turn->isSaid;
    out.stopSpeech = turn->order.inFlight();
    if (turn->isTold)
        out.publish.push_back(VoiceStreamEventLifecycle{VoiceLifecycle::turnEnded, turn->number, true});
    nextSentence = turn->order.unusedId();
    turn.reset();
}

void PipelineCore::forgetUnheard()
{
    out.dropsUnheard = true;
    out.turn = lastTurn;
    unheard = 0;
}

void PipelineCore::advance()
{
    if (turn)
    {
        for (auto& piece : turn->order.take())
        {
            if (!piece.text.empty())
                out.publish.push_back(VoiceStreamEventText{std::move(piece.text), turn->number});
            unheard += piece.samples.size();
            out.publish.push_back(VoiceStreamEventAudio{std::move(piece.samples), turn->number});
        }
        if (unheard < enoughUnheardSamples)
            out.speak = turn->order.start(config.mostSentencesInFlight);
        if (!turn->isSaid || !turn->order.isDone())
            return;
        if (turn->isTold)
            out.publish.push_back(VoiceStreamEventLifecycle{VoiceLifecycle::turnEnded, turn->number});
        nextSentence = turn->order.unusedId();
        turn.reset();
    }
    if (!utterances.empty())
    {
        begin(++answered);
        out.answer = {answered, std::move(utterances.front())};
        utterances.pop_front();
    }
    else if (!isListening)
    {
        out.publish.push_back(VoiceStreamEventLifecycle{VoiceLifecycle::sessionEnded, lastTurn});
        out.isOver = isOver = true;
    }
}

void PipelineCore::fail(const Error& error)
{
    if (isOver)
        return;
    out.answer.reset();
    out.speak.clear();
    out.publish.push_back(VoiceStreamEventError{error, true});
    out.isOver = isOver = true;
}

} // namespace parley::voice
