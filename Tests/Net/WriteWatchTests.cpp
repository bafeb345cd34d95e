// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/WriteWatch.h"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

using namespace parley::net;
using namespace std::chrono_literals;

TEST_CASE("a write that ended is not told, however long ago it began")
{
    boost::asio::io_context io;
    int stalls = 0;
    WriteWatch watch(io.get_executor(), 20ms, [&] { ++stalls; });
    for (int write = 0; write < 3; ++write)
    {
        watch.began();
        watch.ended();
    }
    io.run();
    CHECK(stalls == 0);
}

TEST_CASE("a write that lasts is told once, also when others ended before it")
{
    boost::asio::io_context io;
    int stalls = 0;
    WriteWatch watch(io.get_executor(), 20ms, [&] { ++stalls; });
    watch.began();
    watch.ended();
    io.run_for(5ms);
    const auto began = std::chrono::steady_clock::now();
    watch.began();
    io.restart();
    io.run();
    CHECK(stalls == 1);
    CHECK(std::chrono::steady_clock::now() - began >= 20ms);
}

TEST_CASE("after the end of a connection no write is told")
{
    boost::asio::io_context io;
    int stalls = 0;
    WriteWatch watch(io.get_executor(), 20ms, [&] { ++stalls; });
    watch.began();
    watch.stop();
    io.run();
    CHECK(stalls == 0);
}
