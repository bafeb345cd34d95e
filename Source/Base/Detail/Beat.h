// SPDX-License-Identifier: Apache-2.0
// Work that many do every few milliseconds, at the same moments: all of them together cost one timer and one wake-up.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <vector>

namespace parley
{

/// Strikes at the whole multiples of its interval on the steady clock, as long as somebody has work.
/// @thread network
class Beat
{
public:
    /// False when there is no more to do: it is not called again. So it is when it throws, which is logged.
    using Work = std::function<bool()>;

    Beat(boost::asio::io_context& ioContext, std::chrono::milliseconds interval);
    Beat(const Beat&) = delete;
    Beat& operator=(const Beat&) = delete;

    /// Called at every stroke from the next one on, behind the work that joined before it.
    void join(Work work);

private:
    void schedule();
    void strike();

    const std::chrono::nanoseconds interval;
    boost::asio::steady_timer timer;
    std::vector<Work> members;
    std::vector<Work> striking; ///< Empty between two strokes.
};

} // namespace parley
