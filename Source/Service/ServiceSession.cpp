// SPDX-License-Identifier: Apache-2.0
#include "Service/ServiceSession.h"

#include "Service/ClientEventRules.h"

#include <algorithm>
#include <utility>

namespace parley::service
{

ServiceSession::ServiceSession(SessionOrigin origin)
    : sink(origin.seed)
    , settings(sink.ids.next("sess"), std::move(origin.model),
               origin.openedAtSeconds + std::chrono::duration_cast<std::chrono::seconds>(origin.longest).count(),
               origin.isTranscription)
    , transcriptions(sink)
    , responses(sink, conversation, transcriptions, sink.ids.next("conv"))
    , mcpServers(sink, conversation)
    , rateLimitNotices(sink)
    , end(origin.longest)
{
    // Checked when the client secret was made.
    static_cast<void>(settings.update(origin.settings, false));
    transcriptions.expect(settings.likelyPhrases());
}

SessionOutput ServiceSession::open()
{
    sink.send("session.created", {{"session", settings.described()}});
    mcpServers.list(settings.toJson().at("tools"));
    return sink.take();
}

SessionOutput ServiceSession::receiveText(std::string_view frame, SessionTime time)
{
    now = std::max(now, time);
    if (isClosed)
        return {};
    auto read = readClientFrame(frame);
    if (const auto* refused = std::get_if<RefusedFrame>(&read))
        sink.reject(refused->rejection, refused->clientEventId);
    else
        handle(std::get<Json>(read));
    return settle();
}

SessionOutput ServiceSession::receiveBinary()
{
    if (!isClosed)
        sink.reject(binaryFrameRejection());
    return sink.take();
}

void ServiceSession::handle(const Json& event)
{
    clientEventId = event.value("event_id", Json(nullptr));
    const auto& type = event.at("type").get_ref<const std::string&>();
    if (type == "session.update")
        updateSession(event.at("session"));
    else if (type == "input_audio_buffer.append" || type == "session.input_audio_buffer.append")
        appendInput(event);
    else if (type == "input_audio_buffer.commit")
        commitInput();
    else if (type == "input_audio_buffer.clear")
    {
        inputSpeech.forget();
        inputTurns.clear();
        forgetPause();
        sink.send("input_audio_buffer.cleared", Json::object());
    }
    else if (type == "conversation.item.create")
        createItem(event);
    else if (type == "conversation.item.truncate")
        truncateItem(event);
    else if (type == "conversation.item.delete")
        deleteItem(event.at("item_id").get<std::string>());
    else if (type == "conversation.item.retrieve")
        retrieveItem(event.at("item_id").get<std::string>());
    else if (type == "response.create")
        createResponse(event.value("response", Json(nullptr)));
    else if (type == "response.cancel")
        cancelResponse(event);
    else if (type == "session.close")
    {
        isClosed = true;
        sink.close(1000, "");
    }
    clientEventId = nullptr;
}

void ServiceSession::refuse(const Rejection& rejection)
{
    sink.reject(rejection, clientEventId);
}

void ServiceSession::updateSession(const Json& changes)
{
    if (const auto fault = settings.update(changes, responses.haveSpoken()))
    {
        refuse(*fault);
        return;
    }
    const auto detection = settings.turnDetection();
    if (!detection.has_value() || !detection->idleTimeout.has_value())
        idleAt.reset();
    transcriptions.expect(settings.likelyPhrases());
    if (ahead.heard.has_value())
        judgeAhead(ahead.heard->text);
    sink.send("session.updated", {{"session", settings.described()}});
    mcpServers.list(settings.toJson().at("tools"));
}

void ServiceSession::appendInput(const Json& event)
{
    const auto samples = inputSpeech.read(event.at("audio").get_ref<const std::string&>(), settings.inputFormat());
    if (samples.has_value())
        hear(*samples);
    else
        refuse(
            {"invalid_value", "Invalid 'audio': expected base64 of whole samples in the session's format.", "audio"});
}

void ServiceSession::hear(const std::vector<std::int16_t>& samples)
{
    for (const auto& change : inputTurns.append(samples, settings.turnDetection(), sink.ids))
        apply(change);
}

void ServiceSession::apply(const InputChange& change)
{
    const auto detection = settings.turnDetection();
    if (const auto* started = std::get_if<TurnStarted>(&change))
    {
        idleAt.reset();
        sink.send("input_audio_buffer.speech_started",
                  {{"audio_start_ms", started->audioStartMs}, {"item_id", started->itemId}});
        if (detection->interruptsResponse)
            responses.interrupt();
    }
    else if (const auto* stopped = std::get_if<TurnStopped>(&change))
        endTurn(*stopped);
    else if (const auto* paused = std::get_if<TurnPaused>(&change))
        listenAhead(*paused);
    else if (const auto* overflowed = std::get_if<InputOverflowed>(&change))
        refuse({"input_audio_buffer_full",
                "The input audio buffer holds 10 minutes; its oldest " + std::to_string(overflowed->droppedMs) +
                    " ms were dropped. Commit or clear it in time.",
                ""});
}

/// Where the recogniser was asked about all of the turn when its last pause began, nobody waits for it anew.
void ServiceSession::endTurn(const TurnStopped& stopped)
{
    sink.send("input_audio_buffer.speech_stopped",
              {{"audio_end_ms", stopped.audioEndMs}, {"item_id", stopped.audio.itemId}});
    const bool isAhead = ahead.job != 0 && ahead.isWholeTurn && ahead.speechEnd == stopped.speechEnd;
    const auto known = isAhead ? std::exchange(ahead, {}) : Ahead();
    forgetPause();
    if (isAhead)
        transcriptions.adopt(addSpokenItem(stopped.audio.itemId), 0, known.job,
                             static_cast<std::int64_t>(stopped.audio.samples.size()), settings.transcriptionModel());
    else
        transcribeItem(stopped.audio);
    if (settings.turnDetection()->createsResponse)
        answerTurn();
    if (known.heard.has_value())
        transcriptions.take(known.job, *known.heard, conversation, responses.ownInputs());
}

void ServiceSession::listenAhead(const TurnPaused& paused)
{
    forgetPause();
    ahead = {transcriptions.listenAhead(paused.recent), paused.speechEnd, paused.isWholeTurn, {}};
}

/// Without a result, as when the engines are busy, the turn is recognised when it is over.
void ServiceSession::takeAhead(const EngineResult& result)
{
    const auto* transcript = std::get_if<Transcript>(&result);
    judgeAhead(transcript == nullptr ? "" : transcript->text);
    if (transcript == nullptr)
        ahead = {};
    else
        ahead.heard = *transcript;
}

void ServiceSession::judgeAhead(std::string_view words)
{
    const auto detection = settings.turnDetection();
    if (detection.has_value() && detection->eagerness.has_value())
        inputTurns.judgePause(ahead.speechEnd, words, *detection->eagerness);
}

void ServiceSession::forgetPause()
{
    if (!ahead.heard.has_value())
        sink.giveUp(ahead.job);
    ahead = {};
}

void ServiceSession::commitInput()
{
    hear(inputSpeech.finish());
    forgetPause();
    auto committed = inputTurns.commit(sink.ids);
    if (const auto* fault = std::get_if<Rejection>(&committed))
        refuse(*fault);
    else
        transcribeItem(std::get<CommittedAudio>(std::move(committed)));
}

void ServiceSession::transcribeItem(CommittedAudio audio)
{
    transcriptions.request(addSpokenItem(audio.itemId), 0, std::move(audio.samples), settings.transcriptionModel());
}

/// The reference lives until the next change of the items.
ConversationItem& ServiceSession::addSpokenItem(const std::string& itemId)
{
    const auto previous = conversation.lastId();
    sink.send("input_audio_buffer.committed", {{"previous_item_id", previous}, {"item_id", itemId}});
    const Json part = {{"type", "input_audio"}, {"transcript", nullptr}};
    ConversationItem spoken;
    spoken.json = {{"id", itemId},   {"object", "realtime.item"},     {"type", "message"}, {"status", "completed"},
                   {"role", "user"}, {"content", Json::array({part})}};
    auto& item = conversation.add(std::move(spoken));
    for (const auto* event : {"conversation.item.added", "conversation.item.done"})
        sink.send(event, {{"previous_item_id", previous}, {"item", item.json}});
    return item;
}

void ServiceSession::createItem(const Json& event)
{
    const auto previousId = event.value("previous_item_id", Json(nullptr));
    ConversationItem item;
    item.json = completeItem(event.at("item"), sink.ids);
    auto fault = conversation.findFaultInPlace(item.json, previousId);
    if (!fault.has_value())
        fault = transcriptions.requestParts(item, "item", settings.inputFormat());
    if (fault.has_value())
    {
        refuse(*fault);
        return;
    }
    auto& added = conversation.add(std::move(item), previousId);
    const auto previous = conversation.previousOf(added.json.at("id").get<std::string>());
    for (const auto* name : {"conversation.item.added", "conversation.item.done"})
        sink.send(name, {{"previous_item_id", previous}, {"item", added.json}});
}

void ServiceSession::deleteItem(const std::string& itemId)
{
    if (conversation.remove(itemId))
        sink.send("conversation.item.deleted", {{"item_id", itemId}});
    else
        refuse({"item_delete_invalid_item_id", "Error deleting item: the item with id '" + itemId + "' does not exist.",
                "item_id"});
}

void ServiceSession::retrieveItem(const std::string& itemId)
{
    if (const auto* item = conversation.find(itemId))
        sink.send("conversation.item.retrieved", {{"item", item->json}});
    else
        refuse({"item_retrieve_invalid_item_id",
                "Error retrieving item: the item with id '" + itemId + "' does not exist.", "item_id"});
}

void ServiceSession::truncateItem(const Json& event)
{
    const auto itemId = event.at("item_id").get<std::string>();
    const auto contentIndex = event.at("content_index").get<int>();
    const auto audioEndMs = event.at("audio_end_ms").get<std::int64_t>();
    if (const auto fault = conversation.truncate(itemId, contentIndex, audioEndMs))
        refuse(*fault);
    else
        sink.send("conversation.item.truncated",
                  {{"item_id", itemId}, {"content_index", contentIndex}, {"audio_end_ms", audioEndMs}});
}

void ServiceSession::createResponse(const Json& overrides)
{
    if (settings.isTranscription())
    {
        refuse({"invalid_value", "A transcription session gives no responses: open one with a model instead.", "type"});
        return;
    }
    if (const auto fault = responses.create(overrides, settings))
        refuse(*fault);
    else
        idleAt.reset();
}

/// No client event asked for it, so none is to blame where it is refused.
void ServiceSession::answerTurn()
{
    auto cause = std::exchange(clientEventId, Json());
    createResponse(nullptr);
    clientEventId = std::move(cause);
}

void ServiceSession::cancelResponse(const Json& event)
{
    if (const auto fault = responses.cancel(event.value("response_id", std::string())))
        refuse(*fault);
}

SessionOutput ServiceSession::takeResult(std::uint64_t job, const EngineResult& result, SessionTime time)
{
    now = std::max(now, time);
    if (isClosed)
        return {};
    if (job == ahead.job)
        takeAhead(result);
    else if (transcriptions.awaits(job))
        transcriptions.take(job, result, conversation, responses.ownInputs());
    else
        responses.take(job, result);
    return settle();
}

SessionOutput ServiceSession::settle()
{
    responses.proceed();
    for (const auto& ended : responses.takeEnded())
        settleResponse(ended);
    return sink.take();
}

void ServiceSession::settleResponse(const EndedResponse& ended)
{
    rateLimitNotices.endResponse(now);
    const auto detection = settings.turnDetection();
    if (!ended.joinsConversation || !detection.has_value() || !detection->idleTimeout.has_value() ||
        inputTurns.isSpeaking())
        return;
    const SessionTime playing{toMs(ended.spokenSamples)};
    idleAt = now + playing + *detection->idleTimeout;
    idleSinceMs = inputTurns.receivedMs() + playing.count();
}

SessionOutput ServiceSession::passTime(SessionTime time)
{
    now = std::max(now, time);
    if (isClosed)
        return {};
    rateLimitNotices.passTime(now);
    if (idleAt.has_value() && *idleAt <= now)
        triggerIdleTimeout();
    if (now >= end)
        expire();
    return settle();
}

void ServiceSession::expire()
{
    isClosed = true;
    constexpr std::int64_t second = 1000;
    constexpr std::int64_t minute = 60 * second;
    const auto ms = end.count();
    const auto limit = ms < second        ? std::to_string(ms) + " milliseconds"
                       : ms % minute == 0 ? std::to_string(ms / minute) + " minutes"
                                          : std::to_string(ms / second) + " seconds";
    sink.reject({"session_expired", "Your session hit the maximum duration of " + limit + ".", ""});
    sink.close(1001, "session_expired");
}

void ServiceSession::triggerIdleTimeout()
{
    idleAt.reset();
    const auto startMs = std::min(idleSinceMs, inputTurns.receivedMs());
    auto audio = inputTurns.commitSince(startMs, sink.ids);
    sink.send("input_audio_buffer.timeout_triggered",
              {{"audio_start_ms", startMs}, {"audio_end_ms", inputTurns.receivedMs()}, {"item_id", audio.itemId}});
    transcribeItem(std::move(audio));
    answerTurn();
}

SessionTime ServiceSession::nextDeadline() const
{
    SessionTime next = end;
    for (const auto& deadline : {rateLimitNotices.nextDeadline(), idleAt})
        if (deadline.has_value())
            next = std::min(next, *deadline);
    return next;
}

} // namespace parley::service
