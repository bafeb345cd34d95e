// SPDX-License-Identifier: Apache-2.0
#include "Service/RateLimitNotices.h"

namespace parley::service
{
namespace
{

using namespace std::chrono_literals;

/// docs/protocol.md, Order of events: rate_limits.updated follows response.done by about this much.
constexpr auto delay = 40ms;

/// Nothing limits a service of one's own; the numbers keep the event's form.
const Json& rateLimits()
{
    static const Json limits = {
        {{"name", "requests"}, {"limit", 20000}, {"remaining", 19999}, {"reset_seconds", 0.003}},
        {{"name", "tokens"}, {"limit", 15000000}, {"remaining", 14999000}, {"reset_seconds", 0.004}}};
    return limits;
}

} // namespace

void RateLimitNotices::endResponse(std::chrono::milliseconds now)
{
    if (due.size() >= mostDue)
        sendOldest();
    due.push_back(now + delay);
}

void RateLimitNotices::passTime(std::chrono::milliseconds now)
{
    while (!due.empty() && due.front() <= now)
        sendOldest();
}

std::optional<std::chrono::milliseconds> RateLimitNotices::nextDeadline() const
{
    return due.empty() ? std::nullopt : std::optional(due.front());
}

void RateLimitNotices::sendOldest()
{
    due.pop_front();
    sink.send("rate_limits.updated", {{"rate_limits", rateLimits()}});
}

} // namespace parley::service
