// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Detail/CastSettings.h"

#include "Cast/CastFile.h"
#include "Realtime/Rules/SettingsChanges.h"

#include <utility>

namespace parley::bridge
{

void offerTools(const std::vector<realtime::Tool>& tools, realtime::Agent& first, std::vector<realtime::Agent>& cast)
{
    first.tools.insert(first.tools.end(), tools.begin(), tools.end());
    for (auto& agent : cast)
        agent.tools.insert(agent.tools.end(), tools.begin(), tools.end());
}

Result<ConnectSettings> withAgentsFile(ConnectSettings settings)
{
    if (settings.agentsFile.empty() && settings.castText.empty())
    {
        realtime::applyChanges(settings.session, settings.overCast);
        return settings;
    }
    auto loaded = settings.agentsFile.empty() ? cast::parseCast(settings.castText, "of this project", settings.castHost)
                                              : cast::loadCast(settings.agentsFile, settings.castHost);
    if (!loaded)
        return loaded.error();
    auto ofCast = loaded.value().settings();
    settings.agent = std::move(ofCast.agent);
    settings.cast = std::move(ofCast.cast);
    settings.guardrails = ofCast.guardrails;
    realtime::applyChanges(settings.session, ofCast.session);
    realtime::applyChanges(settings.session, settings.overCast);
    return settings;
}

realtime::SessionSettings sessionSettingsOf(const ConnectSettings& settings)
{
    realtime::SessionSettings session;
    session.agent = settings.agent;
    session.session = settings.session;
    session.cast = settings.cast;
    session.guardrails = settings.guardrails;
    session.reconnect = settings.reconnect;
    offerTools(settings.tools, session.agent, session.cast);
    return session;
}

} // namespace parley::bridge
