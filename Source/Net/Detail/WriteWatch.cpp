// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/WriteWatch.h"

#include <utility>

namespace parley::net
{

WriteWatch::WriteWatch(const boost::asio::any_io_executor& executor, std::chrono::milliseconds limitOfOneWrite,
                       std::function<void()> stalled)
    : limit(limitOfOneWrite)
    , onStalled(std::move(stalled))
    , deadline(executor, [this] { check(); })
{
}

void WriteWatch::began()
{
    since = Clock::now();
    if (!std::exchange(isWatching, true))
        deadline.start(limit);
}

void WriteWatch::stop()
{
    since.reset();
    isWatching = false;
    deadline.stop();
}

void WriteWatch::check()
{
    isWatching = false;
    if (!since)
        return;
    const auto lasts = Clock::now() - *since;
    if (lasts >= limit)
    {
        onStalled();
        return;
    }
    isWatching = true;
    deadline.start(limit - lasts);
}

} // namespace parley::net
