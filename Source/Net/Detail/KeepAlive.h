// SPDX-License-Identifier: Apache-2.0
// Notices a peer that is gone although its connection looks open: PING after silence, an end after more of it.
#pragma once

#include "Net/Detail/Deadline.h"

#include <chrono>
#include <functional>
#include <optional>

namespace parley::net
{

/// @thread network
class KeepAlive
{
public:
    struct Calls
    {
        std::function<void()> sendPing;
        std::function<void()> onGone;
    };

    /// PING after `pingInterval` of silence, `onGone` after `pongTimeout` more.
    KeepAlive(const boost::asio::any_io_executor& executor, std::chrono::milliseconds pingInterval,
              std::chrono::milliseconds pongTimeout, Calls calls);

    KeepAlive(const KeepAlive&) = delete;
    KeepAlive& operator=(const KeepAlive&) = delete;

    void start();
    void stop();

    /// Something arrived, whatever it was.
    void noteReceived();

private:
    using Clock = std::chrono::steady_clock;

    void check();

    std::chrono::milliseconds pingInterval;
    std::chrono::milliseconds pongTimeout;
    Calls calls;
    Deadline deadline;
    Clock::time_point lastReceived;
    bool awaitsAnswer = false; ///< A PING went out and nothing arrived since.
};

} // namespace parley::net
