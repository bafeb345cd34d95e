// SPDX-License-Identifier: Apache-2.0
// SessionCore's rules for a connection that is lost, and for the conversation that goes on over a new one.
#include "Realtime/Rules/ConversationReplay.h"
#include "Realtime/ServerErrors.h"
#include "Realtime/SessionCore.h"
#include "Wire/Detail/JsonFields.h"

#include <utility>

namespace parley::realtime
{
namespace
{

/// A CLOSE without a reason of its own means what the error in front of it said.
Error inServersWords(Error error, const std::optional<wire::ServerError>& said)
{
    if (!said || !error.upstreamMessage.empty())
        return error;
    if (const auto meant = classify(*said);
        error.code == ErrorCode::closedByServer && meant != ErrorCode::requestRejected)
        return errorFrom(*said);
    error.upstreamCode = said->code;
    error.upstreamMessage = said->message;
    return error;
}

Error notDelivered()
{
    return {ErrorCode::notConnected,
            "The connection was lost twice while a line was on its way, so it is not sent again: write it anew.",
            "session"};
}

Error requestLost()
{
    return {ErrorCode::notConnected, "The connection was lost before the service answered this request: ask again.",
            "response.create"};
}

} // namespace

bool SessionCore::isOnItsWay() const noexcept
{
    return connection == ConnectionState::connecting || connection == ConnectionState::configuring ||
           connection == ConnectionState::reconnecting;
}

void SessionCore::on(const input::Connecting&)
{
    isClosing = false;
    ladder.reset();
    inputAudio.forget();
    responses.reset();
    bargeIn.reset();
    turnPolicy = {};
    forgetConnection();
    if (!castIsSound())
        return;
    beginAttempt();
    enter(ConnectionState::connecting);
}

/// What is true of one connection only.
void SessionCore::forgetConnection()
{
    for (auto& responseId : guardrails.reset())
        out.completedSpeech.push_back(std::move(responseId));
    withdrawMcp();
    toolCalls.connectionLost();
    speakers.clear();
    hasSpoken = false;
    sentVoice.reset();
    handoffResponse.reset();
    speechRates.use({});
    settingsEcho.reset();
    sessionSettings.connectionLost();
    outOfBand.reset();
    watchdogs.reset();
    cutSpeech.clear();
}

void SessionCore::beginAttempt()
{
    attemptDue.reset();
    settingsEcho.reset();
    sentVoice.reset();
    lastServerError.reset();
    errorBeforeSession.reset();
    handshake.connecting(time);
    out.connects = true;
}

void SessionCore::on(const input::TransportOpened& opened)
{
    openedAt = opened.epochSeconds;
    handshake.opened(time);
}

void SessionCore::on(const input::Closing&)
{
    isClosing = true;
    dropNext();
    if (attemptDue)
        endConnection({ErrorCode::cancelled, {}, {}});
}

void SessionCore::sessionBegan(const wire::Json& session, std::int64_t epochSeconds, Time openedTime)
{
    sessionId = wire::textField(session, "id");
    const auto expiresAt = wire::integerField(session, "expires_at");
    if (ladder.isOn())
        rollOver.sessionBegan(expiresAt, epochSeconds, openedTime);
    publish(SessionStarted{sessionId, expiresAt});
}

void SessionCore::on(const input::TransportClosed& closed)
{
    handshake.reset();
    const auto error = inServersWords(closed.error, lastServerError);
    const bool isOver = isClosing || error.code == ErrorCode::cancelled;
    if (!isOver && connection == ConnectionState::ready && rollOver.isNextReady())
    {
        moveOver();
        return;
    }
    dropNext();
    const auto wait = isOver ? std::nullopt : ladder.lost(error, time);
    if (wait)
        reconnectLater(error, *wait);
    else
        endConnection(error);
}

void SessionCore::reconnectLater(const Error& reason, std::chrono::milliseconds wait)
{
    if (connection == ConnectionState::ready)
        leaveConnection();
    attemptDue = time + wait;
    if (connection != ConnectionState::reconnecting)
        enter(ConnectionState::reconnecting, reason);
    publish(Reconnecting{ladder.attempt(), wait, reason});
}

void SessionCore::endConnection(const Error& error)
{
    attemptDue.reset();
    rollOver.reset();
    inputAudio.forget();
    earlyInput.clear();
    limits.disconnected();
    watchdogs.reset();
    sentLines.forget();
    spokenTurns.forget();
    endTurnsUnderWay();
    responses.reset();
    isUserTurn = false;
    if (error.code == ErrorCode::cancelled || error.code == ErrorCode::limitReached)
    {
        enter(ConnectionState::disconnected,
              error.code == ErrorCode::limitReached ? std::optional<Error>(error) : std::nullopt);
        return;
    }
    publish(ErrorEvent{error});
    enter(ConnectionState::failed, error);
}

/// What arrived of an answer is played to its end; more will not come.
void SessionCore::endTurnsUnderWay()
{
    for (const auto& responseId : responses.active())
    {
        completeSpeech(responseId, "cancelled");
        publish(TurnEnded{responseId, speakerOf(responseId)->name, "incomplete", "connection_lost", nullptr});
    }
    for (const auto& [responseId, tag, hasEnded] : outOfBand.underWay())
    {
        completeSpeech(responseId, "cancelled");
        publish(
            TurnEnded{responseId, speakerOf(responseId)->name, "incomplete", "connection_lost", nullptr, true, tag});
    }
    for (const auto& tag : outOfBand.unanswered())
        publish(ErrorEvent{requestLost(), tag});
    outOfBand.reset();
}

void SessionCore::leaveConnection()
{
    pastItems.clear();
    const auto verdict = answers.lost(responses.active(),
                                      [this](const std::string& responseId) { return bargeIn.isDropped(responseId); });
    endTurnsUnderWay();
    giveUpAnswer(verdict);
    const bool owesAnswer = responses.isForeignExpected() || !mcpRequests.empty();
    responses.reset(verdict.again);
    if (owesAnswer)
        responses.request();
    keptOutputs.insert(keptOutputs.begin(), sentOutputs.begin(), sentOutputs.end());
    sentOutputs.clear();
    for (const auto& cut : cutSpeech)
        cutUnconfirmed(cut);
    bargeIn.connectionLost();
    inputAudio.connectionLost();
    forgetConnection();
    limits.disconnected();
    rollOver.reset();
    isUserTurn = false;
}

/// The service will not confirm this truncation any more, and the next connection is told the words.
void SessionCore::cutUnconfirmed(const HeardSpeech& cut)
{
    if (cut.heardSamples < cut.receivedSamples &&
        conversation.truncate(cut.part.itemId, cut.part.contentIndex, cut.heardSamples, cut.receivedSamples))
        publish(HistoryUpdated{*conversation.find(cut.part.itemId), false});
}

void SessionCore::giveUpAnswer(const LostAnswers::Verdict& verdict)
{
    if (verdict.silences)
    {
        out.flushPlayout = true;
        bargeIn.interrupt({});
    }
    for (const auto& itemId : verdict.items)
    {
        pastItems.insert(itemId);
        if (const auto* item = conversation.find(itemId))
            publish(HistoryUpdated{*item, true});
        conversation.remove(itemId);
    }
    std::vector<wire::Item> cut;
    for (const auto& item : conversation.items())
        if (item.role == wire::Role::assistant && item.status == "in_progress")
            cut.push_back(item);
    for (auto& item : cut)
    {
        item.status = "incomplete";
        upsert(item, {});
    }
}

void SessionCore::resumeConversation()
{
    auto spoken = spokenTurns.lost();
    replayHistory(spoken);
    sendLinesAgain();
    saySpokenAgain(spoken);
}

void SessionCore::replayHistory(const SpokenTurns::Lost& spoken)
{
    auto replay = ConversationReplay::of(conversation.items(), spoken.itemId, spoken.speech);
    for (const auto& item : conversation.items())
        pastItems.insert(item.id);
    replayedItems = replay.creates.size();
    for (auto& create : replay.creates)
        send({std::move(create), {}});
    if (replay.leftOut > 0)
        publish(Warning{{ErrorCode::queueFull,
                         "The conversation is too long to be told to the new connection as a whole: the oldest " +
                             std::to_string(replay.leftOut) + " items are left out.",
                         "replay"}});
}

void SessionCore::sendLinesAgain()
{
    auto again = sentLines.again();
    for (auto& item : again.items)
    {
        const auto eventId = item.id;
        tellCallOf(item);
        send({wire::ItemCreate{std::move(item), std::nullopt}, eventId});
    }
    for (std::size_t lost = 0; lost < again.lost.size(); ++lost)
        publish(ErrorEvent{notDelivered()});
}

void SessionCore::saySpokenAgain(SpokenTurns::Lost& spoken)
{
    if (spoken.isCut)
        publish(Warning{{ErrorCode::queueFull,
                         "The beginning of a turn longer than 15 s was lost with the connection: say it again if the "
                         "answer does not fit.",
                         "reconnect"}});
    for (auto& turn : spoken.said)
    {
        sendSpeech(inputAudio.append(std::move(turn)));
        commitAudio();
    }
    sendSpeech(inputAudio.append(std::move(spoken.open)));
}

void SessionCore::createItem(wire::Item item)
{
    // The id is ours, so that the service's word about it is known as such.
    if (item.id.empty())
        item.id = newItemId({});
    sentLines.sent(item);
    tellCallOf(item);
    const auto eventId = item.id;
    send({wire::ItemCreate{std::move(item), std::nullopt}, eventId});
}

} // namespace parley::realtime
