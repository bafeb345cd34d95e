// SPDX-License-Identifier: Apache-2.0
#include "Base/Executor.h"

#include "Base/Detail/ExecutorDetail.h"
#include "Base/Detail/LibraryWide.h"
#include "Base/Log.h"

#include <boost/asio/post.hpp>

#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <vector>

namespace parley
{
namespace
{

using namespace std::chrono_literals;

std::atomic<int> livingExecutors{0};

thread_local const Executor::Detail* runsNetworkOf = nullptr;
thread_local const Executor::Detail* runsPoolOf = nullptr;

struct SharedExecutor
{
    std::mutex mutex;
    std::weak_ptr<Executor> current;
    std::vector<std::unique_ptr<Executor>> retired;
};

SharedExecutor& sharedExecutor()
{
    // No executor lives when it is destroyed, so no static destructor ever waits for a thread.
    static LibraryWide<SharedExecutor> shared;
    return shared.get();
}

/// Code that still runs cannot be taken from under its thread, so a tool that does not heed its stop token is waited
/// for, and told of.
void joinPool(Executor::Detail& state)
{
    std::unique_lock lock(state.poolMutex);
    if (!state.poolIsIdle.wait_for(lock, 1s, [&] { return state.openPoolTasks == 0; }))
        log(LogLevel::error, std::to_string(state.openPoolTasks) +
                                 " task(s) of the tool pool have not ended within a second, and are waited for: let "
                                 "tools and handlers return soon, and heed their stop token.");
    lock.unlock();
    state.pool->join();
}

void poolTaskEnded(Executor::Detail& state)
{
    const std::scoped_lock lock(state.poolMutex);
    if (--state.openPoolTasks == 0)
        state.poolIsIdle.notify_all();
}

/// Ends and joins the threads. Not to be called on one of them.
void endThreads(Executor::Detail& state)
{
    state.work.reset();
    if (state.networkEnded.get_future().wait_for(1s) == std::future_status::timeout)
        state.ioContext.stop();
    state.networkThread.join();
    joinPool(state);
}

void runGuarded(const std::function<void()>& task, std::string_view place)
{
    try
    {
        task();
    }
    catch (const std::exception& problem)
    {
        log(LogLevel::error, std::string("An exception reached the ") + std::string(place) + ": " + problem.what());
    }
    catch (...)
    {
        log(LogLevel::error, std::string("Something that is not an exception was thrown on the ") + std::string(place));
    }
}

void runNetwork(Executor::Detail& state)
{
    runsNetworkOf = &state;
    for (;;)
    {
        try
        {
            state.ioContext.run();
            break;
        }
        catch (const std::exception& problem)
        {
            log(LogLevel::error, std::string("An exception reached the network thread: ") + problem.what());
        }
        catch (...)
        {
            log(LogLevel::error, "Something that is not an exception was thrown on the network thread.");
        }
    }
    state.networkEnded.set_value();
}

} // namespace

bool doesAnExecutorLive() noexcept
{
    return livingExecutors.load() > 0;
}

Executor::Executor()
    : state(std::make_unique<Detail>())
{
    livingExecutors.fetch_add(1);
    state->work.emplace(state->ioContext.get_executor());
    state->pool.emplace(poolThreads);
    state->networkThread = std::thread([detail = state.get()] { runNetwork(*detail); });
}

Executor::~Executor()
{
    endThreads(*state);
    livingExecutors.fetch_sub(1);
}

bool Executor::isOwnThread() const noexcept
{
    return runsNetworkOf == state.get() || runsPoolOf == state.get();
}

void Executor::release(Executor* released)
{
    std::unique_ptr<Executor> executor(released);
    if (!executor->isOwnThread())
        return;
    // A thread cannot join itself, so the next user joins it. Until then what runs on it may go on using the executor.
    executor->state->work.reset();
    auto& shared = sharedExecutor();
    const std::scoped_lock lock(shared.mutex);
    shared.retired.push_back(std::move(executor));
}

std::shared_ptr<Executor> Executor::shared()
{
    auto& shared = sharedExecutor();
    std::vector<std::unique_ptr<Executor>> retired;
    std::shared_ptr<Executor> executor;
    {
        const std::scoped_lock lock(shared.mutex);
        executor = shared.current.lock();
        if (executor == nullptr)
        {
            executor = std::shared_ptr<Executor>(new Executor, &Executor::release);
            shared.current = executor;
        }
        for (auto& former : shared.retired)
            if (!former->isOwnThread())
                retired.push_back(std::move(former));
        std::erase(shared.retired, nullptr);
    }
    return executor;
}

void Executor::post(std::function<void()> task)
{
    boost::asio::post(state->ioContext, [task = std::move(task)] { runGuarded(task, "network thread"); });
}

bool Executor::postToPool(std::function<void()> task)
{
    if (state->waitingPoolTasks.fetch_add(1) >= poolCapacity)
    {
        state->waitingPoolTasks.fetch_sub(1);
        state->refusedPoolTasks.fetch_add(1);
        return false;
    }
    {
        const std::scoped_lock lock(state->poolMutex);
        ++state->openPoolTasks;
    }
    boost::asio::post(*state->pool,
                      [detail = state.get(), task = std::move(task)]
                      {
                          runsPoolOf = detail;
                          detail->waitingPoolTasks.fetch_sub(1);
                          runGuarded(task, "tool pool");
                          poolTaskEnded(*detail);
                      });
    return true;
}

bool Executor::isNetworkThread() const noexcept
{
    return runsNetworkOf == state.get();
}

std::uint64_t Executor::refusedPoolTasks() const noexcept
{
    return state->refusedPoolTasks.load();
}

} // namespace parley
