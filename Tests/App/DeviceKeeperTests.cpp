// SPDX-License-Identifier: GPL-3.0-or-later
#include "App/DeviceKeeper.h"

#include <catch2/catch.hpp>

using namespace parley::app;
using namespace std::chrono_literals;

namespace
{

using Step = DeviceKeeper::Step;

const std::vector<DriverDevices> card{{.driver = "ALSA", .inputs = {"Card"}, .outputs = {"Card"}}};
const std::vector<DriverDevices> nothing{{.driver = "ALSA"}};

/// A keeper, and a clock that only the test moves.
struct Bench
{
    DeviceKeeper keeper;
    DeviceKeeper::Time now{};
    std::uint64_t blocks = 0;

    void open()
    {
        const auto target = keeper.begin(card, now);
        REQUIRE(target);
        keeper.opened(*target, now);
    }
    Step running()
    {
        ++blocks;
        return keeper.tick({.isOpen = true, .blocks = blocks}, now);
    }
    Step standing() { return keeper.tick({.isOpen = true, .blocks = blocks}, now); }
    Step gone() { return keeper.tick({.isOpen = false, .blocks = blocks}, now); }

    /// How long after a failed attempt the next is due.
    std::chrono::milliseconds waitForAttempt()
    {
        const auto begin = now;
        while (gone() != Step::lookAround)
            now += 10ms;
        return std::chrono::duration_cast<std::chrono::milliseconds>(now - begin);
    }
};

} // namespace

TEST_CASE("the first look for a device is due at once", "[app]")
{
    Bench bench;
    CHECK(bench.gone() == Step::lookAround);
}

TEST_CASE("a device that runs is left alone", "[app]")
{
    Bench bench;
    bench.open();
    for (int i = 0; i < 100; ++i)
    {
        bench.now += 100ms;
        REQUIRE(bench.running() == Step::none);
    }
    CHECK(bench.keeper.isOpen());
    CHECK(bench.keeper.problem().empty());
}

TEST_CASE("a device whose driver says that it is gone is closed at once, and looked for again", "[app]")
{
    Bench bench;
    bench.open();
    CHECK(bench.gone() == Step::close);
    CHECK_FALSE(bench.keeper.isOpen());
    CHECK(bench.keeper.losses() == 1);
    CHECK(bench.keeper.problem() ==
          "The sound device \"Card\" (ALSA) is gone. Plug it in again, or choose another one.");
    CHECK(bench.waitForAttempt() == 250ms);
}

TEST_CASE("a device that stands still for two seconds is gone, whatever its driver says", "[app]")
{
    Bench bench;
    bench.open();
    bench.running();
    bench.now += 1990ms;
    CHECK(bench.standing() == Step::none);
    bench.now += 10ms;
    CHECK(bench.standing() == Step::close);
}

TEST_CASE("a JACK client that nothing is connected to is not gone", "[app]")
{
    Bench bench;
    bench.open();
    for (int i = 0; i < 100; ++i)
    {
        bench.now += 100ms;
        REQUIRE(bench.keeper.tick({.isOpen = true, .isConnected = false, .blocks = 0}, bench.now) == Step::none);
    }
}

TEST_CASE("attempts to open come at growing distances, and never cease", "[app]")
{
    Bench bench;
    std::vector<std::chrono::milliseconds> waits;
    for (int i = 0; i < 8; ++i)
    {
        CHECK_FALSE(bench.keeper.begin(nothing, bench.now));
        waits.push_back(bench.waitForAttempt());
    }
    CHECK(waits ==
          std::vector<std::chrono::milliseconds>{250ms, 500ms, 1000ms, 2000ms, 3000ms, 5000ms, 5000ms, 5000ms});
}

TEST_CASE("a device that comes back and goes at once is not tried without pause", "[app]")
{
    Bench bench;
    std::vector<std::chrono::milliseconds> waits;
    for (int i = 0; i < 4; ++i)
    {
        bench.open();
        bench.now += 1s;
        REQUIRE(bench.gone() == Step::close);
        waits.push_back(bench.waitForAttempt());
    }
    CHECK(waits == std::vector<std::chrono::milliseconds>{250ms, 500ms, 1000ms, 2000ms});
}

TEST_CASE("a device that was good for a while is looked for at once when it goes", "[app]")
{
    Bench bench;
    for (int i = 0; i < 3; ++i)
    {
        bench.open();
        bench.now += 10s;
        REQUIRE(bench.gone() == Step::close);
        CHECK(bench.waitForAttempt() == 250ms);
    }
}

TEST_CASE("what cannot be opened is said, and the next one is tried", "[app]")
{
    Bench bench;
    const std::vector<DriverDevices> two{{.driver = "ALSA", .inputs = {"Card"}, .outputs = {"Card"}},
                                         {.driver = "JACK", .inputs = {"system"}, .outputs = {"system"}}};
    const auto first = bench.keeper.begin(two, bench.now);
    REQUIRE(first);
    CHECK(first->driver == "JACK");
    const auto second = bench.keeper.failed(*first, "No client", bench.now);
    REQUIRE(second);
    CHECK(second->driver == "ALSA");
    CHECK_FALSE(bench.keeper.failed(*second, "Device or resource busy.\nTry again!", bench.now));
    CHECK(bench.keeper.problem() == "\"Card\" (ALSA) cannot be opened: Device or resource busy. Close other programs "
                                    "that use it, or choose another one.");
    CHECK(bench.waitForAttempt() == 250ms);
    bench.open();
    CHECK(bench.keeper.problem().empty());
}

TEST_CASE("another choice closes what is open and is tried at once", "[app]")
{
    Bench bench;
    bench.open();
    CHECK(bench.keeper.choose({.input = "USB"}, bench.now) == Step::close);
    CHECK(bench.gone() == Step::lookAround);
    CHECK_FALSE(bench.keeper.begin(card, bench.now));
    CHECK(bench.keeper.problem() == "The microphone \"USB\" is away. Plug it in, or choose another one.");
    CHECK(bench.keeper.choose({}, bench.now) == Step::none);
    CHECK(bench.gone() == Step::lookAround);
    CHECK(bench.keeper.losses() == 0);
}
