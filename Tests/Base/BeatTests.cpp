// SPDX-License-Identifier: Apache-2.0
#include "Base/Detail/Beat.h"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <string>

using namespace parley;
using namespace std::chrono_literals;

namespace
{

/// Adds its name so many times.
Beat::Work writing(std::string& to, char name, int times)
{
    return [&to, name, times]() mutable
    {
        to += name;
        return --times > 0;
    };
}

} // namespace

TEST_CASE("all who joined a beat are called at each stroke, in the order in which they joined, until they are done")
{
    boost::asio::io_context io;
    Beat beat(io, 1ms);
    std::string called;
    beat.join(writing(called, 'a', 3));
    beat.join(writing(called, 'b', 1));
    beat.join(writing(called, 'c', 4));
    // Without work the timer is not set, and nothing is left to run.
    io.run();
    CHECK(called == "abcacacc");
}

TEST_CASE("who joins from within a stroke is called from the next one on")
{
    boost::asio::io_context io;
    Beat beat(io, 1ms);
    std::string called;
    beat.join(
        [&]
        {
            called += '(';
            beat.join(writing(called, 'n', 2));
            called += ')';
            return false;
        });
    beat.join(writing(called, 'o', 2));
    io.run();
    CHECK(called == "()oonn");
}

TEST_CASE("a beat that has stopped for want of work goes on with the next who joins")
{
    boost::asio::io_context io;
    Beat beat(io, 1ms);
    std::string called;
    beat.join(writing(called, 'a', 1));
    io.run();
    beat.join(writing(called, 'b', 2));
    io.restart();
    io.run();
    CHECK(called == "abb");
}

TEST_CASE("work that throws is not called again, and the others are")
{
    boost::asio::io_context io;
    Beat beat(io, 1ms);
    std::string called;
    beat.join(
        [&]() -> bool
        {
            called += 't';
            throw std::runtime_error("a fault");
        });
    beat.join(writing(called, 'a', 2));
    io.run();
    CHECK(called == "taa");
}
