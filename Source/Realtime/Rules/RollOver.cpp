// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/RollOver.h"

#include <algorithm>

namespace parley::realtime
{

void RollOver::sessionBegan(std::int64_t expiresAt, std::int64_t epochSeconds, Time now)
{
    reset();
    if (expiresAt <= 0)
        return;
    const std::chrono::seconds told(expiresAt - epochSeconds);
    const std::chrono::seconds longest = longestSession;
    const auto life = told.count() > 0 ? std::min(told, longest) : longest;
    end = now + life;
    // Of a shorter session no more than half passes in preparing the next.
    warnAt = *end - std::min(warnBefore, life / 2);
    forceAt = *end - std::min(forceBefore, life / 8);
}

RollOver::Step RollOver::next(bool isQuiet, Time now)
{
    if (!end)
        return Step::none;
    const bool isTime = isQuiet || now >= forceAt;
    if (phase == Phase::idle && now >= warnAt)
    {
        phase = Phase::waiting;
        retryAt = now;
        return Step::warn;
    }
    if (phase == Phase::waiting && isTime && now >= retryAt)
    {
        phase = Phase::opening;
        return Step::open;
    }
    return phase == Phase::ready && isTime ? Step::move : Step::none;
}

void RollOver::nextIsReady() noexcept
{
    if (phase == Phase::opening)
        phase = Phase::ready;
}

void RollOver::nextFailed(Time now) noexcept
{
    if (!hasNext())
        return;
    phase = Phase::waiting;
    retryAt = now + retryPause;
}

std::chrono::seconds RollOver::left(Time now) const
{
    if (!end || now >= *end)
        return std::chrono::seconds(0);
    return std::chrono::duration_cast<std::chrono::seconds>(*end - now);
}

std::optional<RollOver::Time> RollOver::deadline(Time now) const
{
    if (!end)
        return std::nullopt;
    std::optional<Time> first;
    const auto consider = [&](Time due)
    {
        if (due > now && (!first || due < *first))
            first = due;
    };
    if (phase == Phase::idle)
        consider(warnAt);
    if (phase == Phase::waiting)
        consider(retryAt);
    if (phase == Phase::waiting || phase == Phase::ready)
        consider(forceAt);
    return first;
}

void RollOver::reset() noexcept
{
    phase = Phase::idle;
    end.reset();
}

} // namespace parley::realtime
