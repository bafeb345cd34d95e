// SPDX-License-Identifier: Apache-2.0
#include "Bridge/TurnGate.h"

#include <utility>

namespace parley::bridge
{

using realtime::LocalSpeechState;

void TurnGate::use(const TurnSettings& settings) noexcept
{
    watch.use(settings.confirmation, settings.silence);
    preRollFrames = static_cast<std::size_t>(settings.preRoll.count() / 10);
    if (std::exchange(mode, settings.mode) == settings.mode)
        return;
    isLeft = inTurn;
    static_cast<void>(watch.restart());
}

TurnGate::Step TurnGate::judge(bool isSpeech, bool isTalking) noexcept
{
    if (std::exchange(isLeft, false))
    {
        inTurn = false;
        return {.isSent = true, .ends = true};
    }
    switch (mode)
    {
    case TurnMode::local:
        return judgeSpeech(isSpeech);
    case TurnMode::pushToTalk:
        return judgeKey(isTalking);
    case TurnMode::service:
    case TurnMode::off:
        break;
    }
    return {.isSent = true};
}

TurnGate::Step TurnGate::judgeSpeech(bool isSpeech) noexcept
{
    Step step;
    const auto silent = watch.framesOfSilence() + 1;
    step.heard = watch.judge(isSpeech);
    step.begins = step.heard == LocalSpeechState::confirmed;
    step.ends = step.heard == LocalSpeechState::ended;
    step.isSent = watch.isConfirmed() || step.ends;
    if (step.begins)
        step.earlierFrames = watch.framesSinceOnset() - 1 + preRollFrames;
    if (step.ends)
        step.silentFrames = silent;
    inTurn = watch.isConfirmed();
    return step;
}

TurnGate::Step TurnGate::judgeKey(bool isTalking) noexcept
{
    const bool wasTalking = std::exchange(inTurn, isTalking);
    Step step;
    step.isSent = isTalking || wasTalking;
    step.begins = isTalking && !wasTalking;
    step.ends = wasTalking && !isTalking;
    step.earlierFrames = step.begins ? preRollFrames : 0;
    step.silentFrames = step.ends ? 1 : 0;
    return step;
}

void TurnGate::reset() noexcept
{
    static_cast<void>(watch.restart());
    inTurn = false;
    isLeft = false;
}

} // namespace parley::bridge
