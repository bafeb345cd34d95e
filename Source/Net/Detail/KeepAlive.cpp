// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/KeepAlive.h"

namespace parley::net
{

KeepAlive::KeepAlive(const boost::asio::any_io_executor& executor, std::chrono::milliseconds interval,
                     std::chrono::milliseconds timeout, Calls called)
    : pingInterval(interval)
    , pongTimeout(timeout)
    , calls(std::move(called))
    , deadline(executor, [this] { check(); })
{
}

void KeepAlive::start()
{
    lastReceived = Clock::now();
    awaitsAnswer = false;
    deadline.start(pingInterval);
}

void KeepAlive::stop()
{
    deadline.stop();
}

void KeepAlive::noteReceived()
{
    lastReceived = Clock::now();
    if (!awaitsAnswer)
        return;
    awaitsAnswer = false;
    deadline.start(pingInterval);
}

void KeepAlive::check()
{
    if (awaitsAnswer)
    {
        calls.onGone();
        return;
    }
    // Arrivals only leave their time behind; the timer is not restarted for each of them.
    const auto silence = Clock::now() - lastReceived;
    if (silence < pingInterval)
    {
        deadline.start(pingInterval - silence);
        return;
    }
    awaitsAnswer = true;
    deadline.start(pongTimeout);
    calls.sendPing();
}

} // namespace parley::net
