// SPDX-License-Identifier: Apache-2.0
// SessionCore's rules for responses: who asked for them, what they say, and how they end.
#include "Audio/Pcm16.h"
#include "Base/Log.h"
#include "Realtime/Rules/RawEvents.h"
#include "Realtime/ServerErrors.h"
#include "Realtime/SessionCore.h"
#include "Wire/Detail/JsonFields.h"

#include <utility>

namespace parley::realtime
{
namespace
{

/// Why a response ended as it did: status_details.reason, or the error's own words.
std::string reasonOf(const wire::Json& response)
{
    const auto& details = wire::objectField(response, "status_details");
    const auto reason = wire::textField(details, "reason");
    return reason.empty() ? redact(wire::textField(wire::objectField(details, "error"), "message")) : reason;
}

/// A failure of no known kind is a failed response.
Error failureOf(const wire::ResponseDone& done)
{
    auto failure = errorFrom(failureIn(done.response));
    if (failure.code == ErrorCode::requestRejected)
    {
        failure.code = ErrorCode::responseFailed;
        failure.message = "The service could not answer: read its reason, then ask again.";
    }
    failure.where = "response.done";
    return failure;
}

} // namespace

void SessionCore::on(const wire::ResponseCreated& event)
{
    watchdogs.responseCreated(event);
    watchResponse(event.responseId);
    if (outOfBand.created(event))
    {
        publish(TurnStarted{event.responseId, speaker->name, true, outOfBand.requestOf(event.responseId)});
        return;
    }
    latestResponse = event.responseId;
    const bool isAbandoned = responses.created(event);
    publish(TurnStarted{event.responseId, speaker->name});
    if (!isAbandoned)
        return;
    bargeIn.drop(event.responseId);
    cancel(event.responseId);
}

void SessionCore::on(const wire::ResponseDone& event)
{
    const bool isBeside = outOfBand.holds(event.responseId);
    if (isBeside)
        outOfBand.done(event.responseId);
    else
        responses.done(event.responseId);
    completeSpeech(event.responseId, event.status);
    bargeIn.responseEnded(event.responseId);
    answers.ended(event.responseId);
    toolCalls.responseDone(event.responseId, event.status == "cancelled");
    const auto agent = speakerOf(event.responseId);
    speakers.erase(event.responseId);
    if (event.status == "failed")
        publish(ErrorEvent{failureOf(event), outOfBand.requestOf(event.responseId)});
    if (event.status == "incomplete")
        publish(Warning{{ErrorCode::responseIncomplete,
                         "The answer was cut off by the service: ask for a shorter one, or raise its limit.",
                         "response.done",
                         reasonOf(event.response),
                         {}}});
    if (auto finding = watchdogs.responseDone(event))
        publish(Warning{std::move(*finding)});
    const auto& usage = wire::objectField(event.response, "usage");
    if (usage.is_object() && !usage.empty())
        countUsage(event.responseId, usageOfResponse(usage));
    publish(TurnEnded{event.responseId, agent->name, event.status, reasonOf(event.response), usage, isBeside,
                      outOfBand.requestOf(event.responseId)});
}

void SessionCore::on(const wire::OutputItemAdded& event)
{
    if (outOfBand.holds(event.responseId))
        return;
    answers.itemArrived(event.responseId, event.item.id);
    upsert(event.item, {});
}

void SessionCore::on(const wire::OutputItemDone& event)
{
    if (outOfBand.holds(event.responseId))
        return;
    upsert(event.item, {});
    // Servers of the beta's kind send no conversation.item.done.
    deleteIfUnheard(event.item.id);
    observeMcp(event.item);
    callTool(event.responseId, event.item);
}

void SessionCore::on(wire::AudioDelta& event)
{
    if (event.isDamaged)
        publish(Warning{{ErrorCode::protocolIncompatible,
                         "A piece of speech arrived damaged and is left out: if this goes on, check the service.",
                         "response.output_audio.delta"}});
    if (event.samples.empty() || isClosing)
        return;
    watchdogs.speechArrived(event.responseId, event.samples);
    if (bargeIn.isDropped(event.responseId))
    {
        if (!outOfBand.holds(event.responseId))
            bargeIn.speechDropped(event.itemId);
        return;
    }
    hasSpoken = true;
    audio::SpeechPart part{std::move(event.responseId), std::move(event.itemId), event.contentIndex};
    auto samples = speechRates.fromWire(part, std::move(event.samples));
    speechArrived({std::move(part), std::move(samples)});
}

void SessionCore::speechArrived(SpeechChunk chunk)
{
    if (chunk.samples.empty() || bargeIn.isDropped(chunk.part.responseId))
        return;
    if (!guardrails.holds(chunk.part.responseId))
    {
        speak(std::move(chunk));
        return;
    }
    const auto responseId = chunk.part.responseId;
    if (guardrails.hold(std::move(chunk)) == OutputGuardrails::Held::tooMuch)
        on(input::PlayoutOverflow{responseId});
}

void SessionCore::speak(SpeechChunk chunk)
{
    constexpr std::int64_t samplesPerMs = audio::wireSampleRate / 1000;
    limits.spoken(std::chrono::milliseconds(static_cast<std::int64_t>(chunk.samples.size()) / samplesPerMs), time);
    bargeIn.speechArrived(chunk.part.responseId, chunk.part.itemId);
    answers.speechArrived(chunk.part.responseId);
    out.speech.push_back(std::move(chunk));
}

void SessionCore::completeSpeech(const std::string& responseId, const std::string& status)
{
    for (auto& rest : speechRates.finishOutput(responseId))
        speechArrived({rest.part, std::move(rest.samples)});
    if (!guardrails.holds(responseId))
        out.completedSpeech.push_back(responseId);
    guardrails.complete(responseId, status == "cancelled");
}

void SessionCore::silence()
{
    if (bargeIn.isSpeaking())
        out.flushPlayout = true;
    bargeIn.interrupt(responses.active());
    withhold(guardrails.discardHeld());
    limits.silenced(time);
}

void SessionCore::on(const wire::AudioDone& event)
{
    if (auto rest = speechRates.finishOutput({event.responseId, event.itemId, event.contentIndex}))
        speechArrived({rest->part, std::move(rest->samples)});
    publish(AudioEnd{event.responseId, event.itemId, event.contentIndex});
}

void SessionCore::on(const wire::TextDelta& event)
{
    if (!outOfBand.holds(event.responseId))
    {
        answers.itemArrived(event.responseId, event.itemId);
        if (!event.isTranscript)
            answers.textShown(event.responseId);
        conversation.appendText(event.itemId, event.contentIndex, event.delta, wire::Role::assistant,
                                event.isTranscript);
    }
    guardrails.grew(event.responseId, event.itemId, event.delta);
    publish(AnswerDelta{event.responseId, event.itemId, event.delta, event.isTranscript});
}

void SessionCore::on(const wire::TextDone& event)
{
    if (!outOfBand.holds(event.responseId))
        conversation.setText(event.itemId, event.contentIndex, event.text, wire::Role::assistant, event.isTranscript);
    guardrails.itemIs(event.responseId, event.itemId, event.text);
    publish(AnswerDone{event.responseId, event.itemId, event.contentIndex, event.text, event.isTranscript});
}

void SessionCore::on(const wire::ContentPartChanged& event)
{
    const bool isSpoken = event.part.type.ends_with("audio");
    const auto& words = isSpoken ? event.part.transcript : event.part.text;
    if (event.isDone && !words.empty() && !outOfBand.holds(event.responseId))
        conversation.setText(event.itemId, event.contentIndex, words, wire::Role::assistant, isSpoken);
}

void SessionCore::on(const wire::RateLimits& event)
{
    publish(RateLimitsUpdated{rateLimitsFrom(event.limits)});
}

void SessionCore::on(wire::OtherEvent& event)
{
    if (!isChatter(event.type) || settings.publishesChatter)
        publish(RawServerEvent{std::move(event.type), std::move(event.event)});
}

void SessionCore::countUsage(const std::string& responseId, const Usage& latest)
{
    publish(usageMeter.add(responseId, latest));
    limits.used(usageMeter.totalTokens());
}

void SessionCore::watch()
{
    if (connection != ConnectionState::ready || isClosing)
        return;
    const bool hasResponse = !responses.active().empty();
    watchdogs.owes(responses.awaitsService() || inputAudio.awaitsEcho(), hasResponse, time);
    if (hasResponse)
        limits.active(time);
    judgeLimits();
}

void SessionCore::judgeLimits()
{
    auto verdict = limits.judge(time);
    for (auto& warning : verdict.warnings)
        publish(Warning{std::move(warning)});
    if (!verdict.end)
        return;
    isClosing = true;
    out.close = std::move(verdict.end);
}

} // namespace parley::realtime
