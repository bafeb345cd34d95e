// SPDX-License-Identifier: Apache-2.0
#include "Cast/Cast.h"

#include <algorithm>

namespace parley::cast
{

const realtime::Agent& Cast::firstAgent() const
{
    const auto found = std::ranges::find(agents, first, &realtime::Agent::name);
    return found != agents.end() ? *found : agents.front();
}

realtime::SessionSettings Cast::settings() const
{
    realtime::SessionSettings settings;
    settings.agent = firstAgent();
    settings.session = session;
    settings.cast = agents;
    settings.guardrails = guardrails;
    return settings;
}

} // namespace parley::cast
