// SPDX-License-Identifier: Apache-2.0
// Notices a write that makes no progress. Writes only leave their time behind; the timer is not set for each of them.
#pragma once

#include "Net/Detail/Deadline.h"

#include <chrono>
#include <functional>
#include <optional>

namespace parley::net
{

/// @thread network
class WriteWatch
{
public:
    /// `onStalled` is called when a write lasts `limit`.
    WriteWatch(const boost::asio::any_io_executor& executor, std::chrono::milliseconds limit,
               std::function<void()> onStalled);

    WriteWatch(const WriteWatch&) = delete;
    WriteWatch& operator=(const WriteWatch&) = delete;

    void began();
    void ended() { since.reset(); }
    void stop();

private:
    using Clock = std::chrono::steady_clock;

    void check();

    const std::chrono::milliseconds limit;
    const std::function<void()> onStalled;
    Deadline deadline;
    std::optional<Clock::time_point> since; ///< Of the write under way.
    bool isWatching = false;                ///< The deadline runs, for this write or for one before it.
};

} // namespace parley::net
