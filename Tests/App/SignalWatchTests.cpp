// SPDX-License-Identifier: GPL-3.0-or-later
#include "App/SignalWatch.h"

#include <catch2/catch.hpp>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace parley::app;

TEST_CASE("a signal to end is noticed, and what it did before comes back", "[app]")
{
    static int seenBefore = 0;
    const auto before = std::signal(SIGTERM, [](int) { ++seenBefore; });
    {
        const SignalWatch watch;
        CHECK(watch.received() == 0);
        std::raise(SIGTERM);
        CHECK(watch.received() == SIGTERM);
        CHECK(seenBefore == 0);
    }
    std::raise(SIGTERM);
    CHECK(seenBefore == 1);
    {
        const SignalWatch next;
        CHECK(next.received() == 0);
        std::raise(SIGINT);
        CHECK(next.received() == SIGINT);
    }
    std::signal(SIGTERM, before);
}

TEST_CASE("a program that was told to outlive its terminal does", "[app]")
{
    const auto before = std::signal(SIGHUP, SIG_IGN);
    {
        const SignalWatch watch;
        std::raise(SIGHUP);
        CHECK(watch.received() == 0);
    }
    std::signal(SIGHUP, before);
}

TEST_CASE("a driver that hangs cannot hold up the end for ever", "[app]")
{
    const auto child = fork();
    if (child == 0)
    {
        const SignalWatch watch;
        std::raise(SIGTERM);
        std::raise(SIGALRM); // The time is up.
        _exit(0);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 1);
}

TEST_CASE("the end that came in time is not held to its deadline", "[app]")
{
    {
        const SignalWatch watch;
        std::raise(SIGTERM);
    }
    CHECK(alarm(0) == 0);
}
