// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/LimitWatch.h"

#include <algorithm>
#include <string>
#include <utility>

namespace parley::realtime
{
namespace
{

Error reached(std::string message, std::string which)
{
    return {ErrorCode::limitReached, std::move(message), "limits." + std::move(which)};
}

/// Nine tenths, rounded up, so that the warning of the smallest limit is not before its first token.
template <typename T>
T nineTenths(T limit)
{
    return limit - limit / 10;
}

} // namespace

void LimitWatch::connected(Time now)
{
    if (!began)
        began = now;
    idleSince = now;
    toldIdleness = false;
}

void LimitWatch::active(Time now)
{
    if (!idleSince)
        return;
    idleSince = std::max(*idleSince, now);
    toldIdleness = false;
}

void LimitWatch::spoken(std::chrono::milliseconds duration, Time now)
{
    active(now);
    if (idleSince)
        *idleSince += duration;
}

void LimitWatch::silenced(Time now)
{
    if (idleSince)
        idleSince = std::min(*idleSince, now);
}

LimitWatch::Verdict LimitWatch::judge(Time now)
{
    Verdict verdict;
    judgeTokens(verdict);
    judgeDuration(verdict, now);
    judgeIdleness(verdict, now);
    return verdict;
}

void LimitWatch::judgeTokens(Verdict& verdict)
{
    if (!limits.tokens || !idleSince)
        return;
    if (usedTokens >= *limits.tokens)
        verdict.end =
            reached("The session used the tokens that it was given: raise the limit, or begin a new one.", "tokens");
    else if (usedTokens >= nineTenths(*limits.tokens) && !std::exchange(toldTokens, true))
        verdict.warnings.push_back(
            reached("Nine tenths of the tokens are used; the session ends with the last one.", "tokens"));
}

void LimitWatch::judgeDuration(Verdict& verdict, Time now)
{
    if (!limits.duration || !began || !idleSince)
        return;
    if (now >= *began + *limits.duration)
        verdict.end = reached("The session lasted as long as it may: raise the limit, or connect again.", "duration");
    else if (now >= *began + nineTenths(*limits.duration) && !std::exchange(toldDuration, true))
        verdict.warnings.push_back(
            reached("Nine tenths of the session's time are over; it ends when the last tenth is.", "duration"));
}

void LimitWatch::judgeIdleness(Verdict& verdict, Time now)
{
    if (!limits.idle || !idleSince)
        return;
    if (now >= *idleSince + *limits.idle)
        verdict.end = reached("Nobody said anything for as long as the session may be idle: connect again.", "idle");
    else if (now >= *idleSince + *limits.idle - idleNotice && !std::exchange(toldIdleness, true))
        verdict.warnings.push_back(
            reached("Nobody said anything for a while: the session ends in 10 s unless somebody does.", "idle"));
}

std::optional<LimitWatch::Time> LimitWatch::deadline() const
{
    std::optional<Time> next;
    const auto consider = [&](Time due) { next = next ? std::min(*next, due) : due; };
    if (limits.duration && began && idleSince)
        consider(*began + (toldDuration ? *limits.duration : nineTenths(*limits.duration)));
    if (limits.idle && idleSince)
        consider(*idleSince + *limits.idle - (toldIdleness ? std::chrono::seconds(0) : idleNotice));
    return next;
}

} // namespace parley::realtime
