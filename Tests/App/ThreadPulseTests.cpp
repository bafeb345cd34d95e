// SPDX-License-Identifier: GPL-3.0-or-later
#include "App/ThreadPulse.h"

#include <catch2/catch.hpp>

#include <future>

using namespace parley;
using namespace parley::app;

TEST_CASE("the network thread's pulse is felt while it runs, and not while it hangs", "[app]")
{
    const auto executor = Executor::shared();
    const auto roundTrip = [&]
    {
        std::promise<void> done;
        executor->post([&] { done.set_value(); });
        done.get_future().wait();
    };
    ThreadPulse pulse;
    roundTrip();
    CHECK(pulse.hasBeaten());

    std::promise<void> release;
    std::promise<void> hanging;
    executor->post(
        [&]
        {
            hanging.set_value();
            release.get_future().wait();
        });
    hanging.get_future().wait();
    pulse.ask();
    CHECK_FALSE(pulse.hasBeaten());
    release.set_value();
    roundTrip();
    CHECK(pulse.hasBeaten());
}
