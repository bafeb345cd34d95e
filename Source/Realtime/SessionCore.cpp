// SPDX-License-Identifier: Apache-2.0
#include "Realtime/SessionCore.h"

#include "Realtime/ServerErrors.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <utility>

namespace parley::realtime
{
namespace
{

/// Lines that are written while connecting wait in a queue of this length.
constexpr std::size_t mostEarlyMessages = 64;

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
    , guardrails(settings.guardrails)
    , cast(settings.cast)
    , speaker(std::make_shared<const Agent>(settings.agent))
{
    if (std::ranges::find(cast, speaker->name, &Agent::name) == cast.end())
        cast.push_back(*speaker);
}

Outputs SessionCore::handle(Input given, Time now)
{
    time = now;
    std::visit([this](auto& one) { on(one); }, given);
    while (toolCalls.takeDue())
        responses.request();
    if (connection == ConnectionState::ready && !isClosing)
        if (auto create = responses.next(now))
            send(std::move(*create));
    out.look = guardrails.takeJobs(now);
    releaseSpeech();
    return std::exchange(out, {});
}

std::optional<Time> SessionCore::nextDeadline() const
{
    std::optional<Time> first;
    for (const auto& due : {handshake.deadline(), responses.deadline(), toolCalls.deadline(), guardrails.deadline()})
        if (due)
            first = std::min(first.value_or(*due), *due);
    return first;
}

void SessionCore::on(const input::Connecting&)
{
    isClosing = false;
    handshake.reset();
    inputAudio.forget();
    responses.reset();
    bargeIn.reset();
    turnPolicy = {};
    lastServerError.reset();
    errorBeforeSession.reset();
    guardrails.reset();
    toolCalls.connectionLost();
    speakers.clear();
    hasSpoken = false;
    sentVoice.reset();
    handoffResponse.reset();
    if (castIsSound())
        enter(ConnectionState::connecting);
}

void SessionCore::on(const input::TransportOpened&)
{
    handshake.opened(time);
}

void SessionCore::on(const input::Closing&)
{
    isClosing = true;
}

void SessionCore::on(const input::TransportClosed& closed)
{
    handshake.reset();
    inputAudio.forget();
    earlyMessages.clear();
    // What arrived of an answer is played to its end; more will not come.
    for (const auto& responseId : responses.active())
        out.completedSpeech.push_back(responseId);
    responses.reset();
    if (closed.error.code == ErrorCode::cancelled)
    {
        enter(ConnectionState::disconnected);
        return;
    }
    auto error = closed.error;
    if (lastServerError && error.upstreamMessage.empty())
    {
        error.upstreamCode = lastServerError->code;
        error.upstreamMessage = lastServerError->message;
    }
    publish(ErrorEvent{error});
    enter(ConnectionState::failed, error);
}

void SessionCore::on(input::SendMessage& message)
{
    const bool isOnItsWay = connection == ConnectionState::connecting || connection == ConnectionState::configuring;
    if (isClosing || (!isOnItsWay && connection != ConnectionState::ready))
    {
        publish(ErrorEvent{notConnected()});
        return;
    }
    if (isOnItsWay && earlyMessages.size() < mostEarlyMessages)
    {
        earlyMessages.push_back(std::move(message.item));
        return;
    }
    if (isOnItsWay)
    {
        publish(ErrorEvent{{ErrorCode::queueFull,
                            "Too many lines wait for the connection, so this one is not sent: wait until it is ready.",
                            "session"}});
        return;
    }
    tripsInARow = 0;
    send({wire::ItemCreate{std::move(message.item), std::nullopt}, {}});
    responses.request();
}

void SessionCore::on(input::SendAudio& audio)
{
    if (connection == ConnectionState::connecting || connection == ConnectionState::configuring)
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
    for (auto& event : inputAudio.append(std::move(audio.samples)))
        send(std::move(event));
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
    if (!turnPolicy.createsResponse)
        responses.request();
}

void SessionCore::on(const input::Interrupt&)
{
    if (bargeIn.isSpeaking())
        out.flushPlayout = true;
    bargeIn.interrupt(responses.active());
    withhold(guardrails.discardHeld());
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
    for (auto& event : bargeIn.settle(interrupted.heard, itemsDone))
        send(std::move(event));
}

void SessionCore::on(const input::PlaybackStarted& started)
{
    publish(PlaybackStarted{started.responseId, started.wireToOutput});
}

void SessionCore::on(const input::PlaybackFinished& finished)
{
    bargeIn.playbackFinished(finished.responseId);
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
    const auto expired = handshake.expire(time);
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
    expireTools();
    expireGuardrails();
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
    if (connection == ConnectionState::disconnected || connection == ConnectionState::failed)
        return;
    lastServerError.reset();
    std::visit([this](auto& one) { on(one); }, event);
}

void SessionCore::on(const wire::SessionCreated& event)
{
    turnPolicy = TurnPolicy::fromSession(event.session);
    if (errorBeforeSession)
        publish(ErrorEvent{errorFrom(*std::exchange(errorBeforeSession, {}))});
    publish(SessionStarted{wire::textField(event.session, "id"), wire::integerField(event.session, "expires_at")});
    if (!handshake.created(time))
        return;
    send({wire::SessionUpdate{config()}, Handshake::updateId});
    enter(ConnectionState::configuring);
}

void SessionCore::on(const wire::SessionUpdated& event)
{
    turnPolicy = TurnPolicy::fromSession(event.session);
    if (handshake.updated())
        becomeReady();
}

void SessionCore::becomeReady()
{
    enter(ConnectionState::ready);
    const bool commit = inputAudio.commitIsKept();
    for (auto& event : inputAudio.release())
        send(std::move(event));
    if (commit)
        commitAudio();
    sendKept();
    greet();
    for (auto& item : std::exchange(earlyMessages, {}))
    {
        send({wire::ItemCreate{std::move(item), std::nullopt}, {}});
        responses.request();
    }
}

void SessionCore::enter(ConnectionState state, std::optional<Error> reason)
{
    connection = state;
    if (state == ConnectionState::disconnected || state == ConnectionState::failed)
        stopTools();
    publish(ConnectionChanged{state, std::move(reason)});
}

void SessionCore::send(wire::ClientEvent event)
{
    if (!isClosing)
        out.send.push_back(std::move(event));
}

void SessionCore::publish(Event event)
{
    out.publish.push_back(std::move(event));
}

} // namespace parley::realtime
