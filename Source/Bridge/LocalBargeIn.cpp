// SPDX-License-Identifier: Apache-2.0
#include "Bridge/LocalBargeIn.h"

#include <cmath>
#include <utility>

namespace parley::bridge
{

using realtime::LocalSpeechState;

void LocalBargeIn::use(const TurnSettings& settings) noexcept
{
    watch.use(settings.confirmation, silence);
    duckGain = static_cast<float>(std::pow(10.0, settings.duckDb / 20));
}

LocalBargeIn::Step LocalBargeIn::judge(bool isSpeech, bool agentSpeaks) noexcept
{
    Step step;
    if (agentSpeaks && !std::exchange(agentSpoke, agentSpeaks))
        step.heard = watch.restart();
    agentSpoke = agentSpeaks;
    if (const auto change = watch.judge(isSpeech))
        step.heard = change;
    if (!agentSpeaks)
    {
        isDucked = false;
        return step;
    }
    if (step.heard == LocalSpeechState::suspected)
        isDucked = true;
    else if (step.heard == LocalSpeechState::dismissed || step.heard == LocalSpeechState::ended)
        isDucked = false;
    step.interrupts = step.heard == LocalSpeechState::confirmed;
    return step;
}

void LocalBargeIn::reset() noexcept
{
    static_cast<void>(watch.restart());
    isDucked = false;
    agentSpoke = false;
}

} // namespace parley::bridge
