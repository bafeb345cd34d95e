// SPDX-License-Identifier: Apache-2.0
// What sockets and timers inside the library see of the Executor: the io_context that the network thread runs.
#pragma once

#include "Base/Detail/Beat.h"
#include "Base/Executor.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <thread>

namespace parley
{

struct Executor::Detail
{
    static constexpr std::chrono::milliseconds beatInterval{10};

    boost::asio::io_context ioContext{1};
    Beat beat{ioContext, beatInterval}; ///< @thread network
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work;
    std::optional<boost::asio::thread_pool> pool;
    std::atomic<std::size_t> waitingPoolTasks{0};
    std::mutex poolMutex;
    std::condition_variable poolIsIdle;
    std::size_t openPoolTasks = 0; ///< Waiting or running. Guarded by poolMutex.
    std::atomic<std::uint64_t> refusedPoolTasks{0};
    std::promise<void> networkEnded;
    std::thread networkThread;
};

} // namespace parley
