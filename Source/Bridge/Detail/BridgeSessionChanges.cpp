// SPDX-License-Identifier: Apache-2.0
// What of a session changes while it goes on: its settings and its cast.
#include "Bridge/Detail/BridgeSession.h"
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
            self.connectedWith.agentsFile.clear();
            self.connectedWith.castText = change.text;
            self.connectedWith.castHost = change.host;
            if (self.session == nullptr)
                self.earlyCast = change;
            else
                self.tellCast(change);
        });
}

void BridgeSession::tellCast(CastChange change)
{
    offerTools(connectedWith.tools, change.first, change.cast);
    session->updateCast(std::move(change.first), std::move(change.cast));
}

} // namespace parley::bridge
