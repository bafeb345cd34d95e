// SPDX-License-Identifier: Apache-2.0
// SessionCore's rules for what the service says about speech, items, responses and errors.
#include "Base/Log.h"
#include "Realtime/ServerErrors.h"
#include "Realtime/SessionCore.h"
#include "Wire/Detail/JsonFields.h"

#include <utility>

namespace parley::realtime
{
namespace
{

Error rejected(const wire::ServerError& error, ErrorCode code, std::string message)
{
    return {code, std::move(message), error.param, error.code, error.message};
}

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

void SessionCore::on(const wire::ServerError& error)
{
    lastServerError = error;
    if (connection == ConnectionState::connecting)
    {
        // The CLOSE that follows says what it means (docs/protocol.md, "Closing").
        errorBeforeSession = error;
        return;
    }
    if (handshake.refusedBy(error))
    {
        publish(ErrorEvent{rejected(error, ErrorCode::updateRejected,
                                    "The service refused the session's settings as a whole, so none of them applies: "
                                    "correct the one it names.")});
        becomeReady();
        return;
    }
    const auto verdict = responses.failed(error);
    if (verdict == ResponseQueue::Verdict::waits)
        return;
    if (error.code == "input_audio_buffer_commit_empty")
    {
        inputAudio.commitRefused();
        publish(Warning{rejected(error, ErrorCode::requestRejected,
                                 "The service had committed the audio already; the session goes on.")});
        return;
    }
    const bool isBenign =
        error.clientEventId.starts_with(BargeIn::eventIdPrefix) || error.code == "response_cancel_not_active";
    if (isBenign)
        publish(Warning{rejected(error, ErrorCode::requestRejected,
                                 "The service had nothing to cut short any more; the session goes on.")});
    else
        publish(ErrorEvent{errorFrom(error)});
}

void SessionCore::on(const wire::SpeechStarted& event)
{
    tripsInARow = 0;
    publish(UserSpeechStarted{event.itemId, event.audioStartMs});
    if (!turnPolicy.interruptsResponse)
        return;
    if (bargeIn.isSpeaking())
        out.flushPlayout = true;
    // The service cancels by itself what is under way; its late audio is not wanted.
    bargeIn.interrupt(responses.active());
    withhold(guardrails.discardHeld());
}

void SessionCore::on(const wire::SpeechStopped& event)
{
    publish(UserSpeechStopped{event.itemId, event.audioEndMs});
}

void SessionCore::on(const wire::InputCommitted&)
{
    const bool isOfService = inputAudio.committed();
    if (isOfService && turnPolicy.detectsTurns && turnPolicy.createsResponse)
        responses.expectForeign();
}

void SessionCore::on(const wire::ItemUpserted& event)
{
    upsert(event.item, event.previousItemId);
    if (!event.isDone)
        return;
    deleteIfUnheard(event.item.id);
    observeMcp(event.item);
}

void SessionCore::deleteIfUnheard(const std::string& itemId)
{
    for (auto& deletion : bargeIn.itemDone(itemId))
        send(std::move(deletion));
}

void SessionCore::upsert(const wire::Item& item, const std::string& previousItemId)
{
    switch (conversation.upsert(item, previousItemId))
    {
    case History::Change::added:
        publish(HistoryAdded{item});
        break;
    case History::Change::updated:
        publish(HistoryUpdated{*conversation.find(item.id), false});
        break;
    case History::Change::none:
        break;
    }
}

void SessionCore::on(const wire::ItemDeleted& event)
{
    const auto* item = conversation.find(event.itemId);
    if (item == nullptr)
        return;
    publish(HistoryUpdated{*item, true});
    conversation.remove(event.itemId);
}

void SessionCore::on(const wire::ItemTruncated& event)
{
    if (const auto* item = conversation.find(event.itemId))
        publish(HistoryUpdated{*item, false});
}

void SessionCore::on(const wire::InputTranscriptDelta& event)
{
    conversation.appendText(event.itemId, event.contentIndex, event.delta, wire::Role::user, true);
    publish(UserTranscriptDelta{event.itemId, event.delta});
}

void SessionCore::on(const wire::InputTranscriptCompleted& event)
{
    conversation.setText(event.itemId, event.contentIndex, event.transcript, wire::Role::user, true);
    publish(UserTranscriptCompleted{event.itemId, event.transcript});
    publish(HistoryUpdated{*conversation.find(event.itemId), false});
}

void SessionCore::on(const wire::InputTranscriptFailed& event)
{
    publish(
        Warning{rejected(event.error, ErrorCode::requestRejected,
                         "What was said could not be written down; the agent may have understood it all the same.")});
}

void SessionCore::on(const wire::ResponseCreated& event)
{
    const bool isAbandoned = responses.created(event);
    publish(TurnStarted{event.responseId, speaker->name});
    watchResponse(event.responseId);
    if (!isAbandoned)
        return;
    bargeIn.drop(event.responseId);
    cancel(event.responseId);
}

void SessionCore::on(const wire::ResponseDone& event)
{
    responses.done(event.responseId);
    bargeIn.responseEnded(event.responseId);
    completeSpeech(event.responseId, event.status);
    toolCalls.responseDone(event.responseId, event.status == "cancelled");
    const auto agent = speakerOf(event.responseId);
    speakers.erase(event.responseId);
    if (event.status == "failed")
        publish(ErrorEvent{failureOf(event)});
    if (event.status == "incomplete")
        publish(Warning{{ErrorCode::responseIncomplete,
                         "The answer was cut off by the service: ask for a shorter one, or raise its limit.",
                         "response.done",
                         reasonOf(event.response),
                         {}}});
    publish(TurnEnded{event.responseId, agent->name, event.status, reasonOf(event.response),
                      wire::objectField(event.response, "usage")});
}

void SessionCore::on(const wire::OutputItemAdded& event)
{
    upsert(event.item, {});
}

void SessionCore::on(const wire::OutputItemDone& event)
{
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
    if (bargeIn.isDropped(event.responseId))
    {
        bargeIn.speechDropped(event.itemId);
        return;
    }
    hasSpoken = true;
    SpeechChunk chunk{{event.responseId, event.itemId, event.contentIndex}, std::move(event.samples)};
    if (!guardrails.holds(event.responseId))
        speak(std::move(chunk));
    else if (guardrails.hold(std::move(chunk)) == OutputGuardrails::Held::tooMuch)
        on(input::PlayoutOverflow{event.responseId});
}

void SessionCore::on(const wire::AudioDone& event)
{
    publish(AudioEnd{event.responseId, event.itemId, event.contentIndex});
}

void SessionCore::on(const wire::TextDelta& event)
{
    conversation.appendText(event.itemId, event.contentIndex, event.delta, wire::Role::assistant, event.isTranscript);
    guardrails.grew(event.responseId, event.itemId, event.delta);
    publish(AnswerDelta{event.responseId, event.itemId, event.delta, event.isTranscript});
}

void SessionCore::on(const wire::TextDone& event)
{
    conversation.setText(event.itemId, event.contentIndex, event.text, wire::Role::assistant, event.isTranscript);
    guardrails.itemIs(event.responseId, event.itemId, event.text);
    publish(AnswerDone{event.responseId, event.itemId, event.contentIndex, event.text, event.isTranscript});
}

void SessionCore::on(const wire::RateLimits&) {}

void SessionCore::on(const wire::OtherEvent&) {}

} // namespace parley::realtime
