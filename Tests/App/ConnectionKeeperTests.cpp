// SPDX-License-Identifier: GPL-3.0-or-later
#include "App/ConnectionKeeper.h"

#include <catch2/catch.hpp>

#include <vector>

using namespace parley::app;
using namespace std::chrono_literals;
using parley::realtime::ConnectionState;

namespace
{

struct Bench
{
    ConnectionKeeper keeper;
    ConnectionKeeper::Time now{};

    bool at(ConnectionState state)
    {
        now += 100ms;
        return keeper.tick(state, now);
    }

    /// How long until it connects again while the state stays.
    std::chrono::milliseconds waitIn(ConnectionState state, std::chrono::milliseconds most = 2min)
    {
        const auto begin = now;
        while (!at(state) && now - begin < most)
            continue;
        return std::chrono::duration_cast<std::chrono::milliseconds>(now - begin);
    }

    void fail()
    {
        at(ConnectionState::connecting);
        at(ConnectionState::failed);
    }
};

} // namespace

TEST_CASE("an unattended agent connects at once and stays connected", "[app]")
{
    Bench bench;
    CHECK(bench.at(ConnectionState::disconnected));
    for (const auto state : {ConnectionState::connecting, ConnectionState::configuring, ConnectionState::ready,
                             ConnectionState::reconnecting, ConnectionState::ready})
        for (int i = 0; i < 100; ++i)
            REQUIRE_FALSE(bench.at(state));
}

TEST_CASE("a request that shows nothing is made again", "[app]")
{
    Bench bench;
    REQUIRE(bench.at(ConnectionState::disconnected));
    CHECK(bench.waitIn(ConnectionState::disconnected) == 5s);
}

TEST_CASE("a connection that failed is tried again at growing distances, for ever", "[app]")
{
    Bench bench;
    REQUIRE(bench.at(ConnectionState::disconnected));
    std::vector<std::chrono::milliseconds> waits;
    for (int i = 0; i < 9; ++i)
    {
        bench.fail();
        waits.push_back(bench.waitIn(ConnectionState::failed));
    }
    CHECK(waits == std::vector<std::chrono::milliseconds>{500ms, 1s, 2s, 4s, 8s, 15s, 30s, 30s, 30s});
}

TEST_CASE("a connection that was good begins the waits anew", "[app]")
{
    Bench bench;
    REQUIRE(bench.at(ConnectionState::disconnected));
    for (int i = 0; i < 5; ++i)
    {
        bench.fail();
        bench.waitIn(ConnectionState::failed);
    }
    bench.at(ConnectionState::ready);
    bench.at(ConnectionState::failed);
    CHECK(bench.waitIn(ConnectionState::failed) == 500ms);
}

TEST_CASE("a failure too short to be seen as an attempt still counts as one", "[app]")
{
    Bench bench;
    REQUIRE(bench.at(ConnectionState::disconnected));
    CHECK(bench.waitIn(ConnectionState::failed) == 600ms);
    CHECK(bench.waitIn(ConnectionState::failed) == 1100ms);
}

TEST_CASE("who disconnects on purpose is obeyed until they connect", "[app]")
{
    Bench bench;
    REQUIRE(bench.at(ConnectionState::disconnected));
    bench.at(ConnectionState::ready);
    CHECK(bench.waitIn(ConnectionState::disconnected) == 2min);
    CHECK_FALSE(bench.at(ConnectionState::connecting));
    CHECK_FALSE(bench.at(ConnectionState::failed));
    CHECK(bench.waitIn(ConnectionState::failed) == 500ms);
}
