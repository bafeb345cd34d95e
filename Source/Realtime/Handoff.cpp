// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Handoff.h"

#include "Realtime/Agent.h"

namespace parley::realtime
{

Handoff Handoff::to(Agent agent)
{
    Handoff handoff;
    handoff.agentName = agent.name;
    handoff.agent = std::make_shared<const Agent>(std::move(agent));
    return handoff;
}

Handoff Handoff::toNamed(std::string agentName)
{
    Handoff handoff;
    handoff.agentName = std::move(agentName);
    return handoff;
}

std::string handoffToolName(const std::string& agentName)
{
    std::string name = "transfer_to_";
    for (const char letter : agentName)
    {
        const bool isUpper = letter >= 'A' && letter <= 'Z';
        const bool isKept = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        if (isUpper)
            name += static_cast<char>(letter - 'A' + 'a');
        else
            name += isKept ? letter : '_';
    }
    return name;
}

} // namespace parley::realtime
