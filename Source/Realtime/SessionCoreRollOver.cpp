// SPDX-License-Identifier: Apache-2.0
// SessionCore's rules for the second connection, which takes over before the service ends the first.
#include "Realtime/ServerErrors.h"
#include "Realtime/SessionCore.h"
#include "Wire/Detail/JsonFields.h"

#include <utility>

namespace parley::realtime
{

bool SessionCore::isQuiet() const
{
    return responses.isIdle() && !isUserTurn && !bargeIn.isSpeaking() && sentLines.isEmpty() &&
           !toolCalls.isRunning() && sentOutputs.empty() && mcpRequests.empty();
}

void SessionCore::stepRollOver()
{
    for (auto step = rollOver.next(isQuiet(), time); step != RollOver::Step::none;
         step = rollOver.next(isQuiet(), time))
    {
        if (step == RollOver::Step::warn)
            publish(SessionExpiring{rollOver.left(time)});
        if (step == RollOver::Step::open)
        {
            nextHandshake.connecting(time);
            nextIsConfirmed = false;
            out.connectsNext = true;
        }
        if (step == RollOver::Step::move)
            moveOver();
    }
}

void SessionCore::on(input::OfNext& of)
{
    if (rollOver.hasNext())
        std::visit([this](auto& what) { onNext(what); }, of.what);
}

void SessionCore::onNext(const input::TransportOpened& opened)
{
    nextOpenedAt = opened.epochSeconds;
    nextOpenedTime = time;
    nextHandshake.opened(time);
}

void SessionCore::onNext(const input::TransportClosed& closed)
{
    nextFailed(closed.error);
}

void SessionCore::onNext(wire::ServerEvent& event)
{
    if (auto* created = std::get_if<wire::SessionCreated>(&event); created != nullptr && nextHandshake.created(time))
    {
        nextSession = created->session.is_object() ? std::move(created->session) : wire::Json::object();
        nextConfig = config(Connection::next);
        if (auto update = capabilities.filtered({wire::SessionUpdate{nextConfig}, Handshake::updateId}))
            out.sendNext.push_back(std::move(*update));
    }
    const auto* refused = std::get_if<wire::ServerError>(&event);
    if (auto* updated = std::get_if<wire::SessionUpdated>(&event); updated != nullptr && nextHandshake.updated())
    {
        if (const auto audio = updated->session.find("audio"); audio != updated->session.end())
            nextSession["audio"] = *audio;
        nextIsConfirmed = true;
        rollOver.nextIsReady();
    }
    else if (refused != nullptr && nextHandshake.refusedBy(*refused))
    {
        out.closesNext = true;
        nextFailed(errorFrom(*refused));
    }
}

void SessionCore::expireNext()
{
    const auto expired = nextHandshake.expire(time);
    if (!expired)
        return;
    if (*expired == Handshake::Stage::awaitsUpdated)
    {
        rollOver.nextIsReady();
        return;
    }
    out.closesNext = true;
    nextFailed({ErrorCode::timeout, "The service did not begin a new session in time.", "roll-over"});
}

void SessionCore::nextFailed(const Error& error)
{
    nextHandshake.reset();
    rollOver.nextFailed(time);
    publish(Warning{{error.code,
                     "The connection that is to follow before this one expires could not be made; it is tried again: " +
                         error.message,
                     "roll-over", error.upstreamCode, error.upstreamMessage}});
}

void SessionCore::dropNext()
{
    if (!rollOver.hasNext())
        return;
    nextHandshake.reset();
    rollOver.nextFailed(time);
    out.closesNext = true;
}

void SessionCore::moveOver()
{
    leaveConnection();
    nextHandshake.reset();
    handshake.takeOver();
    out.movesOver = true;
    turnPolicy = TurnPolicy::fromSession(nextSession);
    // What no echo confirmed is as it was asked for.
    const auto told = SpeechFormats::fromSession(nextSession, {});
    speechRates.use(nextIsConfirmed ? told : SpeechFormats::fromSession(nextConfig.toJson(), told));
    limits.connected(time);
    sentVoice = nextConfig.voice;
    // The agent may have changed since the second connection had its settings.
    if (config(Connection::next) != nextConfig)
        send(sessionUpdate());
    else
        sessionSettings.confirmed(Handshake::updateId);
    ladder.connected(time);
    sessionBegan(std::exchange(nextSession, nullptr), nextOpenedAt, nextOpenedTime.value_or(time));
    resumeConversation();
    sendKept();
    publish(Reconnected{sessionId, replayedItems, true});
}

} // namespace parley::realtime
