// SPDX-License-Identifier: Apache-2.0
#include "Base/Ticker.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>

using namespace parley;
using namespace std::chrono_literals;

TEST_CASE("a ticker calls again and again, on the network thread")
{
    const auto executor = Executor::shared();
    std::atomic<int> calls{0};
    std::atomic<bool> isNetwork{true};
    std::promise<void> enough;
    Ticker ticker(executor, 1ms,
                  [&]
                  {
                      isNetwork = isNetwork && executor->isNetworkThread();
                      if (++calls == 5)
                          enough.set_value();
                  });
    CHECK(enough.get_future().wait_for(10s) == std::future_status::ready);
    CHECK(isNetwork);
}

TEST_CASE("a ticker that is gone calls no more, though it goes while it calls")
{
    const auto executor = Executor::shared();
    std::atomic<bool> isCalledTooLate{false};
    for (int round = 0; round < 50; ++round)
    {
        std::atomic<bool> isGone{false};
        std::promise<void> called;
        std::atomic<bool> isFirst{true};
        {
            Ticker ticker(executor, 1ms,
                          [&]
                          {
                              isCalledTooLate = isCalledTooLate || isGone;
                              if (isFirst.exchange(false))
                                  called.set_value();
                          });
            REQUIRE(called.get_future().wait_for(10s) == std::future_status::ready);
        }
        isGone = true;
    }
    std::promise<void> drained;
    executor->post([&] { drained.set_value(); });
    CHECK(drained.get_future().wait_for(10s) == std::future_status::ready);
    CHECK_FALSE(isCalledTooLate);
}

TEST_CASE("a ticker keeps its threads alive, and the last of them lets them go")
{
    std::promise<void> called;
    std::atomic<bool> isFirst{true};
    auto ticker = std::make_unique<Ticker>(Executor::shared(), 1ms,
                                           [&]
                                           {
                                               if (isFirst.exchange(false))
                                                   called.set_value();
                                           });
    CHECK(called.get_future().wait_for(10s) == std::future_status::ready);
    ticker.reset();
}
