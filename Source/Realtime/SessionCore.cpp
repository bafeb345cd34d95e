// SPDX-License-Identifier: Apache-2.0
#include "Realtime/SessionCore.h"

#include "Realtime/ServerErrors.h"
#include "Wire/Detail/JsonFields.h"

#include <utility>

namespace parley::realtime
{
namespace
{

/// Lines that are written while connecting wait in a queue of this length.
constexpr std::size_t mostEarlyMessages = 64;

wire::SessionConfig configFor(const SessionSettings& settings)
{
    auto config = settings.session;
    if (!config.instructions && !settings.agent.instructions.empty())
        config.instructions = settings.agent.instructions;
    if (!config.voice && !settings.agent.voice.empty())
        config.voice = settings.agent.voice;
    return config;
}

Error notConnected()
{
    return {ErrorCode::notConnected, "There is no session: connect first, then send again.", "session"};
}

Error timedOut(std::string what, std::string stage)
{
    return {ErrorCode::timeout, std::move(what), std::move(stage)};
}

} // namespace

SessionCore::SessionCore(SessionSettings sessionSettings)
    : settings(std::move(sessionSettings))
    , ladder(settings.reconnect, settings.seed)
{
}

Outputs SessionCore::handle(Input given, Time now)
{
    time = now;
    std::visit([this](auto& one) { on(one); }, given);
    if (connection == ConnectionState::ready && !isClosing)
    {
        stepRollOver();
        if (auto create = responses.next(now))
            send(std::move(*create));
    }
    if (out.flushPlayout)
        answers.silenced();
    return std::exchange(out, {});
}

std::optional<Time> SessionCore::nextDeadline() const
{
    std::optional<Time> first;
    for (const auto& due :
         {handshake.deadline(), responses.deadline(), nextHandshake.deadline(), rollOver.deadline(time), attemptDue})
        if (due && (!first || *due < *first))
            first = due;
    return first;
}

void SessionCore::on(input::SendMessage& message)
{
    if (isClosing || (!isOnItsWay() && connection != ConnectionState::ready))
    {
        publish(ErrorEvent{notConnected()});
        return;
    }
    if (isOnItsWay() && earlyMessages.size() < mostEarlyMessages)
    {
        earlyMessages.push_back(std::move(message.item));
        return;
    }
    if (isOnItsWay())
    {
        publish(ErrorEvent{{ErrorCode::queueFull,
                            "Too many lines wait for the connection, so this one is not sent: wait until it is ready.",
                            "session"}});
        return;
    }
    createItem(std::move(message.item));
    responses.request();
}

void SessionCore::on(input::SendAudio& audio)
{
    if (isOnItsWay())
    {
        inputAudio.keep(audio.samples, audio.commit);
        return;
    }
    if (connection != ConnectionState::ready || isClosing)
    {
        if (audio.commit)
            publish(ErrorEvent{notConnected()});
        return;
    }
    sendAudio(std::move(audio.samples));
    if (audio.commit)
        commitAudio();
}

void SessionCore::commitAudio()
{
    if (!inputAudio.mayCommit())
    {
        publish(Warning{{ErrorCode::invalidArgument,
                         "Less than 100 ms of new audio was sent, so there is nothing to commit: send more first.",
                         "input_audio_buffer.commit"}});
        return;
    }
    send({wire::InputAudioCommit{}, {}});
    spokenTurns.commitSent();
    if (!turnPolicy.createsResponse)
        responses.request();
}

void SessionCore::on(const input::Interrupt&)
{
    if (bargeIn.isSpeaking())
        out.flushPlayout = true;
    bargeIn.interrupt(responses.active());
    responses.abandonInFlight();
    for (const auto& responseId : responses.active())
        cancel(responseId);
}

void SessionCore::cancel(const std::string& responseId)
{
    send({wire::ResponseCancel{responseId}, std::string(BargeIn::eventIdPrefix) + "cancel"});
}

void SessionCore::on(const input::PlaybackInterrupted& interrupted)
{
    std::set<std::string> itemsDone;
    for (const auto& speech : interrupted.heard)
    {
        const auto* item = conversation.find(speech.part.itemId);
        if (item != nullptr && item->status != "in_progress")
            itemsDone.insert(speech.part.itemId);
        publish(AudioInterrupted{speech.part.itemId, speech.part.contentIndex, speech.heard()});
    }
    if (connection != ConnectionState::ready)
        return;
    auto known = interrupted.heard;
    // What the service was told of as text cannot be truncated.
    std::erase_if(known, [this](const auto& speech) { return pastItems.contains(speech.part.itemId); });
    for (auto& event : bargeIn.settle(known, itemsDone))
        send(std::move(event));
}

void SessionCore::on(const input::PlaybackStarted& started)
{
    answers.playbackStarted(started.responseId);
    publish(PlaybackStarted{started.responseId, started.wireToOutput});
}

void SessionCore::on(const input::PlaybackFinished& finished)
{
    bargeIn.playbackFinished(finished.responseId);
    answers.playbackFinished(finished.responseId);
    publish(PlaybackFinished{finished.responseId});
}

void SessionCore::on(const input::PlayoutOverflow& overflow)
{
    publish(ErrorEvent{{ErrorCode::playoutOverflow,
                        "The answer is longer than ten minutes of speech and was stopped: ask for a shorter one.",
                        "playout"}});
    bargeIn.drop(overflow.responseId);
    out.completedSpeech.push_back(overflow.responseId);
    if (responses.active().contains(overflow.responseId))
        cancel(overflow.responseId);
}

void SessionCore::on(const input::TimePassed&)
{
    if (attemptDue && time >= *attemptDue)
        beginAttempt();
    expireNext();
    const auto expired = handshake.expire(time);
    if (expired == Handshake::Stage::awaitsOpen)
        out.close = timedOut("No connection came about within 60 s: check the network, the address and the key's "
                             "source.",
                             "connect");
    if (expired == Handshake::Stage::awaitsCreated)
        out.close =
            timedOut("The service accepted the connection but did not begin a session within 10 s: check that the "
                     "address is that of a Realtime service.",
                     "session.created");
    if (expired == Handshake::Stage::awaitsUpdated)
    {
        publish(Warning{timedOut("The service did not confirm the settings within 5 s, so the session starts without "
                                 "their confirmation: instructions or voice may not apply.",
                                 "session.updated")});
        becomeReady();
    }
    if (responses.expire(time))
        publish(ErrorEvent{timedOut("The service did not take up a request for an answer within 15 s: ask again.",
                                    "response.create")});
}

void SessionCore::on(const input::BrokenFrame& broken)
{
    publish(Warning{broken.error});
}

void SessionCore::on(wire::ServerEvent& event)
{
    if (connection == ConnectionState::disconnected || connection == ConnectionState::failed || attemptDue)
        return;
    lastServerError.reset();
    std::visit([this](auto& one) { on(one); }, event);
}

void SessionCore::on(const wire::SessionCreated& event)
{
    turnPolicy = TurnPolicy::fromSession(event.session);
    if (errorBeforeSession)
        publish(ErrorEvent{errorFrom(*std::exchange(errorBeforeSession, {}))});
    sessionBegan(event.session, openedAt);
    if (!handshake.created(time))
        return;
    send(sessionUpdate());
    if (connection == ConnectionState::connecting)
        enter(ConnectionState::configuring);
}

void SessionCore::on(const wire::SessionUpdated& event)
{
    turnPolicy = TurnPolicy::fromSession(event.session);
    if (handshake.updated())
        becomeReady();
}

wire::ClientEvent SessionCore::sessionUpdate() const
{
    return {wire::SessionUpdate{configFor(settings)}, Handshake::updateId};
}

void SessionCore::becomeReady()
{
    const bool wasLost = connection == ConnectionState::reconnecting;
    ladder.connected(time);
    enter(ConnectionState::ready);
    resumeConversation();
    if (wasLost)
        publish(Reconnected{sessionId, replayedItems, false});
    const bool commit = inputAudio.commitIsKept();
    for (auto& event : inputAudio.release())
    {
        spokenTurns.sent(std::get<wire::InputAudioAppend>(event.body).samples, commit);
        send(std::move(event));
    }
    if (commit)
        commitAudio();
    for (auto& item : std::exchange(earlyMessages, {}))
    {
        createItem(std::move(item));
        responses.request();
    }
}

void SessionCore::enter(ConnectionState state, std::optional<Error> reason)
{
    connection = state;
    publish(ConnectionChanged{state, std::move(reason)});
}

void SessionCore::send(wire::ClientEvent event)
{
    if (!isClosing)
        (out.movesOver ? out.sendNext : out.send).push_back(std::move(event));
}

void SessionCore::publish(Event event)
{
    out.publish.push_back(std::move(event));
}

} // namespace parley::realtime
