// SPDX-License-Identifier: Apache-2.0
// A limit on how long something may take.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace parley::net
{

/// Calls `onExpiry` when the time is up, unless it was stopped, started anew or destroyed before.
/// @thread network
class Deadline
{
public:
    Deadline(const boost::asio::any_io_executor& executor, std::function<void()> onExpiry);

    void start(std::chrono::nanoseconds limit);
    void stop();

private:
    struct State
    {
        std::function<void()> onExpiry;
        std::uint64_t run = 0;
    };

    boost::asio::steady_timer timer;
    std::shared_ptr<State> state; ///< Also tells a late expiry that the deadline is gone.
};

} // namespace parley::net
