// SPDX-License-Identifier: Apache-2.0
#include "Base/Executor.h"
#include "Base/Log.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>

using namespace parley;
using namespace std::chrono_literals;

TEST_CASE("tasks run on the network thread in the order they were posted")
{
    const auto executor = Executor::shared();
    std::vector<int> order;
    std::promise<bool> done;
    for (int i = 0; i < 100; ++i)
        executor->post([&order, i] { order.push_back(i); });
    executor->post([&] { done.set_value(executor->isNetworkThread()); });
    auto future = done.get_future();
    REQUIRE(future.wait_for(5s) == std::future_status::ready);
    CHECK(future.get());
    CHECK(order.size() == 100);
    CHECK(std::is_sorted(order.begin(), order.end()));
    CHECK_FALSE(executor->isNetworkThread());
}

TEST_CASE("two users share one executor and the last one to let go joins it")
{
    auto first = Executor::shared();
    auto second = Executor::shared();
    CHECK(first == second);
    const std::weak_ptr<Executor> watch = first;
    first.reset();
    CHECK_FALSE(watch.expired());
    second.reset();
    CHECK(watch.expired());
    CHECK(Executor::shared() != nullptr);
}

TEST_CASE("the last user may let go on the network thread itself")
{
    auto executor = Executor::shared();
    std::promise<void> released;
    auto* raw = executor.get();
    raw->post(
        [&released, owned = std::move(executor)]() mutable
        {
            owned.reset();
            released.set_value();
        });
    REQUIRE(released.get_future().wait_for(5s) == std::future_status::ready);
    const auto next = Executor::shared();
    std::promise<void> runs;
    next->post([&] { runs.set_value(); });
    CHECK(runs.get_future().wait_for(5s) == std::future_status::ready);
}

TEST_CASE("a full pool refuses work and counts it")
{
    const auto executor = Executor::shared();
    std::promise<void> gate;
    auto opened = gate.get_future().share();
    std::size_t accepted = 0;
    const auto wanted = Executor::poolCapacity + Executor::poolThreads + 10;
    for (std::size_t i = 0; i < wanted; ++i)
        accepted += executor->postToPool([opened] { opened.wait(); }) ? 1U : 0U;
    CHECK(accepted < wanted);
    CHECK(executor->refusedPoolTasks() == wanted - accepted);
    gate.set_value();
}

TEST_CASE("an exception in a task is logged and the thread lives on")
{
    const auto executor = Executor::shared();
    executor->post([] { throw std::runtime_error("expected by a test"); });
    std::promise<void> runs;
    executor->post([&] { runs.set_value(); });
    CHECK(runs.get_future().wait_for(5s) == std::future_status::ready);
}

TEST_CASE("tasks of the pool may go on using an executor whose last user let go on the pool")
{
    auto executor = Executor::shared();
    auto* raw = executor.get();
    std::promise<void> gate;
    std::promise<void> released;
    std::promise<void> used;
    REQUIRE(raw->postToPool(
        [raw, &used, opened = gate.get_future().share()]
        {
            opened.wait();
            raw->post([] {});
            used.set_value();
        }));
    REQUIRE(raw->postToPool(
        [&released, owned = std::make_shared<std::shared_ptr<Executor>>(std::move(executor))]
        {
            owned->reset();
            released.set_value();
        }));
    REQUIRE(released.get_future().wait_for(5s) == std::future_status::ready);
    gate.set_value();
    CHECK(used.get_future().wait_for(5s) == std::future_status::ready);
    CHECK(Executor::shared() != nullptr);
}

TEST_CASE("what is thrown in a task and is no exception does not end the process")
{
    const auto executor = Executor::shared();
    executor->post([] { throw 5; });
    std::promise<void> runs;
    executor->post([&] { runs.set_value(); });
    CHECK(runs.get_future().wait_for(5s) == std::future_status::ready);
}

TEST_CASE("a task that does not end is waited for, and told of")
{
    auto executor = Executor::shared();
    std::promise<void> told;
    setLogSink(
        [&](LogLevel, std::string_view text)
        {
            if (text.find("tool pool have not ended") != std::string_view::npos)
                told.set_value();
        });
    auto heard = told.get_future().share();
    std::atomic<bool> hasEnded{false};
    REQUIRE(executor->postToPool(
        [&hasEnded, heard]
        {
            heard.wait_for(5s);
            hasEnded = true;
        }));
    executor.reset();
    setLogSink({});
    CHECK(hasEnded);
    CHECK(heard.wait_for(0s) == std::future_status::ready);
}
