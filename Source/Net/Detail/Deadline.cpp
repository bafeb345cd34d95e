// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/Deadline.h"

namespace parley::net
{

Deadline::Deadline(const boost::asio::any_io_executor& executor, std::function<void()> onExpiry)
    : timer(executor)
    , state(std::make_shared<State>(State{std::move(onExpiry)}))
{
}

void Deadline::start(std::chrono::nanoseconds limit)
{
    const auto run = ++state->run;
    timer.expires_after(limit);
    timer.async_wait(
        [weak = std::weak_ptr(state), run](const boost::system::error_code& problem)
        {
            // A timer that fired already cannot be cancelled: the run tells whether it is still wanted.
            if (const auto alive = weak.lock(); alive != nullptr && !problem && alive->run == run)
                alive->onExpiry();
        });
}

void Deadline::stop()
{
    ++state->run;
    timer.cancel();
}

} // namespace parley::net
