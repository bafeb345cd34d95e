// SPDX-License-Identifier: Apache-2.0
#include "Base/Ticker.h"

#include "Base/Detail/ExecutorDetail.h"

#include <boost/asio/steady_timer.hpp>

#include <mutex>
#include <utility>

namespace parley
{

struct Ticker::State : std::enable_shared_from_this<State>
{
    State(Executor& executor, std::chrono::milliseconds beat, std::function<void()> called)
        : timer(executor.detail().ioContext)
        , interval(beat)
        , task(std::move(called))
    {
    }

    void schedule()
    {
        const auto now = std::chrono::steady_clock::now();
        timer.expires_at(now + interval - now.time_since_epoch() % interval);
        timer.async_wait(
            [self = shared_from_this()](const boost::system::error_code& cancelled)
            {
                if (!cancelled && self->call())
                    self->schedule();
            });
    }

    bool call()
    {
        const std::scoped_lock lock(mutex);
        if (!hasEnded)
            task();
        return !hasEnded;
    }

    boost::asio::steady_timer timer; ///< @thread network
    const std::chrono::milliseconds interval;
    std::mutex mutex;
    std::function<void()> task;
    bool hasEnded = false;
};

Ticker::Ticker(std::shared_ptr<Executor> usedExecutor, std::chrono::milliseconds interval, std::function<void()> task)
    : executor(std::move(usedExecutor))
    , state(std::make_shared<State>(*executor, interval, std::move(task)))
{
    executor->post([started = state] { started->schedule(); });
}

Ticker::~Ticker()
{
    {
        const std::scoped_lock lock(state->mutex);
        state->hasEnded = true;
        state->task = nullptr;
    }
    executor->post([ended = std::move(state)] { ended->timer.cancel(); });
}

} // namespace parley
