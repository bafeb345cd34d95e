// SPDX-License-Identifier: Apache-2.0
// SessionCore's rules for what the service says about the user's speech, items and errors.
#include "Audio/Pcm16.h"
#include "Realtime/ServerErrors.h"
#include "Realtime/SessionCore.h"

#include <algorithm>
#include <utility>

namespace parley::realtime
{
namespace
{

Error rejected(const wire::ServerError& error, ErrorCode code, std::string message)
{
    return {code, std::move(message), error.param, error.code, error.message};
}

constexpr const char* commitEmpty = "input_audio_buffer_commit_empty";

/// What is to be said of an error that comes of two sides acting at once.
std::optional<Error> harmless(const wire::ServerError& error)
{
    if (error.code == commitEmpty)
        return rejected(error, ErrorCode::requestRejected,
                        "The service had committed the audio already; the session goes on.");
    if (error.clientEventId.starts_with(BargeIn::eventIdPrefix) || error.code == "response_cancel_not_active")
        return rejected(error, ErrorCode::requestRejected,
                        "The service had nothing to cut short any more; the session goes on.");
    return std::nullopt;
}

constexpr std::uint64_t samplesPerMs = audio::wireSampleRate / 1000;

} // namespace

void SessionCore::on(const wire::ServerError& error)
{
    lastServerError = error;
    const auto refusedUpdate = settingsEcho.refused(error);
    outOfBand.refused(error.clientEventId);
    if (!handshake.hasSession())
    {
        // The CLOSE that follows says what it means (docs/protocol.md, "Closing").
        errorBeforeSession = error;
        return;
    }
    if (handshake.refusedBy(error))
    {
        settingsRefused(error);
        return;
    }
    // The CLOSE that follows leads to a new connection.
    if (ladder.isOn() && classify(error) == ErrorCode::sessionExpired)
        return;
    if (refusedUpdate)
    {
        updateRefused(*refusedUpdate, error);
        return;
    }
    sentLines.refused(error.clientEventId);
    std::erase_if(sentOutputs, [&](const wire::Item& output) { return output.id == error.clientEventId; });
    const auto verdict = responses.failed(error);
    if (verdict == ResponseQueue::Verdict::waits)
        return;
    if (error.code == commitEmpty)
    {
        inputAudio.commitRefused();
        spokenTurns.commitRefused();
    }
    if (auto warning = harmless(error))
        publish(Warning{std::move(*warning)});
    else
        publish(ErrorEvent{errorFrom(error), error.clientEventId});
}

void SessionCore::on(const wire::SpeechStarted& event)
{
    tripsInARow = 0;
    isUserTurn = true;
    publish(UserSpeechStarted{event.itemId, event.audioStartMs});
    if (!turnPolicy.interruptsResponse)
        return;
    // The service cancels by itself what is under way; its late audio is not wanted.
    silence();
}

void SessionCore::on(const wire::SpeechStopped& event)
{
    publish(UserSpeechStopped{event.itemId, event.audioEndMs});
}

void SessionCore::on(const wire::InputCommitted& event)
{
    isUserTurn = false;
    spokenTurns.committed(event.itemId);
    publish(InputCommitted{event.itemId, event.previousItemId});
    const bool isOfService = inputAudio.committed();
    if (isOfService && turnPolicy.detectsTurns && turnPolicy.createsResponse)
        responses.expectForeign();
}

void SessionCore::on(const wire::ItemUpserted& event)
{
    if (pastItems.contains(event.item.id))
        return;
    sentLines.acknowledged(event.item);
    outputTold(event.item);
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
    pastItems.erase(event.itemId);
    spokenTurns.wordsKnown(event.itemId);
    const auto* item = conversation.find(event.itemId);
    if (item == nullptr)
        return;
    publish(HistoryUpdated{*item, true});
    conversation.remove(event.itemId);
}

void SessionCore::on(const wire::ItemTruncated& event)
{
    const auto cut = std::ranges::find_if(
        cutSpeech, [&](const HeardSpeech& speech)
        { return speech.part.itemId == event.itemId && speech.part.contentIndex == event.contentIndex; });
    const bool isOurs = cut != cutSpeech.end();
    const auto heard = static_cast<std::uint64_t>(std::max<std::int64_t>(event.audioEndMs, 0)) * samplesPerMs;
    const bool isKnown = isOurs ? conversation.truncate(event.itemId, event.contentIndex, heard, cut->receivedSamples)
                                : conversation.markIncomplete(event.itemId);
    if (isOurs)
        cutSpeech.erase(cut);
    if (isKnown)
        publish(HistoryUpdated{*conversation.find(event.itemId), false});
}

void SessionCore::on(const wire::InputTranscriptDelta& event)
{
    conversation.appendText(event.itemId, event.contentIndex, event.delta, wire::Role::user, true);
    publish(UserTranscriptDelta{event.itemId, event.delta, event.logprobs});
}

void SessionCore::on(const wire::InputTranscriptCompleted& event)
{
    spokenTurns.wordsKnown(event.itemId);
    conversation.setText(event.itemId, event.contentIndex, event.transcript, wire::Role::user, true);
    publish(UserTranscriptCompleted{event.itemId, event.transcript, event.logprobs});
    publish(HistoryUpdated{*conversation.find(event.itemId), false});
    if (event.usage.is_object() && !event.usage.empty())
        countUsage({}, usageOfTranscription(event.usage));
}

void SessionCore::on(const wire::InputTranscriptFailed& event)
{
    auto error = rejected(event.error, ErrorCode::requestRejected,
                          "What was said could not be written down; the agent may have understood it all the same.");
    publish(UserTranscriptFailed{event.itemId, error});
    publish(Warning{std::move(error)});
}

} // namespace parley::realtime
