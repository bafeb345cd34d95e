// SPDX-License-Identifier: Apache-2.0
// When rate_limits.updated is due: once for each response, shortly after its end.
#pragma once

#include "Service/EventSink.h"

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>

namespace parley::service
{

/// Times are since the session was opened.
class RateLimitNotices
{
public:
    /// That wait; where one more comes, the oldest goes out early.
    static constexpr std::size_t mostDue = 64;

    /// `events` outlives it.
    explicit RateLimitNotices(EventSink& events)
        : sink(events)
    {
    }

    void endResponse(std::chrono::milliseconds now);
    void passTime(std::chrono::milliseconds now);
    [[nodiscard]] std::optional<std::chrono::milliseconds> nextDeadline() const;

private:
    void sendOldest();

    EventSink& sink;
    std::deque<std::chrono::milliseconds> due;
};

} // namespace parley::service
