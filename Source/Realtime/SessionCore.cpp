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

Error timedOut(std::string what, std::string stage)
{
    return {ErrorCode::timeout, std::move(what), std::move(stage)};
}

} // namespace

SessionCore::SessionCore(SessionSettings given)
    : settings(std::move(given))
    , ladder(settings.reconnect, settings.seed)
    , guardrails(settings.guardrails)
    , cast(settings.cast)
    , speaker(std::make_shared<const Agent>(settings.agent))
    , capabilities(settings.capabilities)
    , sessionSettings(settings.session)
    , limits(settings.limits)
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
    {
        stepRollOver();
        if (auto create = responses.next(now))
            send(std::move(*create));
    }
    out.look = guardrails.takeJobs(now);
    out.stopLooks = guardrails.takeStopped();
    releaseSpeech();
    watch();
    if (out.flushPlayout)
        answers.silenced();
    return std::exchange(out, {});
}

std::optional<Time> SessionCore::nextDeadline() const
{
    const auto none = std::optional<Time>();
    std::optional<Time> first;
    for (const auto& due : {handshake.deadline(), responses.deadline(), toolCalls.deadline(), guardrails.deadline(),
                            nextHandshake.deadline(), isClosing ? none : rollOver.deadline(time), attemptDue,
                            isClosing ? none : watchdogs.deadline(), isClosing ? none : limits.deadline()})
        if (due)
            first = std::min(first.value_or(*due), *due);
    return first;
}

void SessionCore::on(const input::Interrupt&)
{
    silence();
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
        publish(AudioInterrupted{speech.part.itemId, speech.part.contentIndex, speech.heard(), speech.part.responseId});
    }
    if (connection != ConnectionState::ready)
    {
        for (const auto& speech : interrupted.heard)
            cutUnconfirmed(speech);
        return;
    }
    auto heard = interrupted.heard;
    // What is beside the conversation has no item in it that could be cut short, and what the service was told of as
    // text cannot be truncated.
    std::erase_if(heard, [this](const HeardSpeech& speech)
                  { return outOfBand.holds(speech.part.responseId) || pastItems.contains(speech.part.itemId); });
    constexpr std::size_t mostCutParts = 64;
    cutSpeech.insert(cutSpeech.end(), heard.begin(), heard.end());
    while (cutSpeech.size() > mostCutParts)
        cutSpeech.pop_front();
    for (auto& event : bargeIn.settle(heard, itemsDone))
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
    if (!finished.isUnheard)
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
        speechRates.use(SpeechFormats::fromSession(settingsEcho.last(), speechRates.formats()));
        becomeReady();
    }
    expireTools();
    expireGuardrails();
    if (auto finding = watchdogs.expire(time))
        publish(Warning{std::move(*finding)});
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
    watchdogs.arrived(time);
    if (!std::holds_alternative<wire::RateLimits>(event) && !std::holds_alternative<wire::OtherEvent>(event))
        limits.active(time);
    std::visit([this](auto& one) { on(one); }, event);
}

void SessionCore::on(const wire::SessionCreated& event)
{
    turnPolicy = TurnPolicy::fromSession(event.session);
    speechRates.use(SpeechFormats::fromSession(event.session, {}));
    if (errorBeforeSession)
        publish(ErrorEvent{errorFrom(*std::exchange(errorBeforeSession, {}))});
    sessionBegan(event.session, openedAt, time);
    if (!handshake.created(time))
        return;
    send(sessionUpdate());
    if (connection == ConnectionState::connecting)
        enter(ConnectionState::configuring);
}

wire::ClientEvent SessionCore::sessionUpdate()
{
    return {wire::SessionUpdate{config()}, Handshake::updateId};
}

void SessionCore::becomeReady()
{
    const bool wasLost = connection == ConnectionState::reconnecting;
    ladder.connected(time);
    enter(ConnectionState::ready);
    limits.connected(time);
    resumeConversation();
    if (wasLost)
        publish(Reconnected{sessionId, replayedItems, false});
    sendKept();
    greet();
    releaseKept();
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
    if (isClosing)
        return;
    auto taken = capabilities.filtered(std::move(event));
    for (auto& warning : capabilities.warnings())
        publish(Warning{std::move(warning)});
    if (!taken)
        return;
    if (const auto* update = std::get_if<wire::SessionUpdate>(&taken->body))
        settingsEcho.asked(update->session.toJson(), taken->eventId);
    (out.movesOver ? out.sendNext : out.send).push_back(std::move(*taken));
}

void SessionCore::publish(Event event)
{
    out.publish.push_back(std::move(event));
}

} // namespace parley::realtime
