// SPDX-License-Identifier: Apache-2.0
// What of a session changes while it goes on: its settings and its cast.
#include "Bridge/Detail/BridgeSession.h"
#include "Realtime/Rules/Handoffs.h"
#include "Realtime/Rules/SettingsChanges.h"

#include <utility>

namespace parley::bridge
{
namespace
{

realtime::ErrorEvent nothingToChange()
{
    return {{ErrorCode::notConnected, "There is no session: connect first, then change it.", "session"}};
}

} // namespace

void BridgeSession::updateSession(wire::SessionConfig changes)
{
    post(
        [changes = std::move(changes)](BridgeSession& self)
        {
            if (self.session != nullptr)
                self.session->updateSettings(changes);
            else if (self.isResolving)
                realtime::applyChanges(self.earlyChanges, changes);
            else
                self.publish(nothingToChange());
        });
}

void BridgeSession::updateCast(CastChange change)
{
    post(
        [change = std::move(change)](BridgeSession& self)
        {
            if (self.session == nullptr && !self.isResolving)
            {
                self.publish(nothingToChange());
                return;
            }
            self.tellCast(change);
        });
}

void BridgeSession::tellCast(const CastChange& change)
{
    auto first = change.first;
    auto cast = change.cast;
    offerTools(connectedWith.tools, first, cast);
    if (auto fault =
            realtime::findFaultInCast(first, cast, connectedWith.session.tools.value_or(std::vector<wire::Json>())))
    {
        publish(realtime::ErrorEvent{std::move(*fault)});
        return;
    }
    connectedWith.agentsFile.clear();
    connectedWith.castText = change.text;
    connectedWith.castHost = change.host;
    if (session == nullptr)
        earlyCast = change;
    else
        session->updateCast(std::move(first), std::move(cast));
}

} // namespace parley::bridge
