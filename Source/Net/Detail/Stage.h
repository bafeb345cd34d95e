// SPDX-License-Identifier: Apache-2.0
// The stage a connection is in, and its deadline.
#pragma once

#include "Net/Detail/ConnectionErrors.h"
#include "Net/Detail/Deadline.h"

#include <chrono>
#include <functional>

namespace parley::net
{

/// Calls `onTimeout` with the error of the stage that ran out.
/// @thread network
class Stage
{
public:
    /// The address is named in the error and outlives the stage.
    Stage(const boost::asio::any_io_executor& executor, const Url& url, std::function<void(Error)> onTimeout)
        : deadline(executor, [this, &url, told = std::move(onTimeout)] { told(timedOut(name, limit, url)); })
    {
    }

    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    /// `stage` is one of those that WebSocketDeadlines lists.
    void begin(const char* stage, std::chrono::milliseconds mostTime)
    {
        name = stage;
        limit = mostTime;
        begun = Clock::now();
        deadline.start(mostTime);
    }

    void stop() { deadline.stop(); }

    [[nodiscard]] std::chrono::microseconds elapsed() const
    {
        return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun);
    }

private:
    using Clock = std::chrono::steady_clock;

    const char* name = "";
    std::chrono::milliseconds limit{0};
    Clock::time_point begun;
    Deadline deadline;
};

} // namespace parley::net
