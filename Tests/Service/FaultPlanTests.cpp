// SPDX-License-Identifier: Apache-2.0
#include "Service/FaultPlan.h"

#include <catch2/catch.hpp>

#include <numeric>

using namespace parley;
using namespace parley::service;
using namespace std::chrono_literals;

TEST_CASE("a plan of faults is read from a line, and a wrong part is named")
{
    const auto plan =
        FaultPlan::parse("reject=503,quota,close=1011@20,delay=50,jitter=20,duplicate=0.5,garbage=1,expire=900,seed=7");
    REQUIRE(plan);
    CHECK(plan.value().rejectStatus == 503);
    CHECK(plan.value().isOutOfQuota);
    CHECK(plan.value().close->code == 1011);
    CHECK(plan.value().closeAtEvent == 20);
    CHECK(plan.value().delay == 50ms);
    CHECK(plan.value().jitter == 20ms);
    CHECK(plan.value().duplicateShare == 0.5);
    CHECK(plan.value().garbageShare == 1.0);
    CHECK(plan.value().expiry == 900ms);
    CHECK(plan.value().seed == 7);
    const auto more = FaultPlan::parse("bandwidth=64000,coalesce=40,split=0.25,nopong").value();
    CHECK(more.bytesPerSecond == 64000);
    CHECK(more.coalescing == 40ms);
    CHECK(more.splitShare == 0.25);
    CHECK(more.dropsPongs);
    for (const auto* wrong : {"reject=200", "close=1011", "close=99@1", "close=1011@0", "delay=soon", "duplicate=2",
                              "quota=yes", "nopong=1", "bandwidth=0", "split=-1", "thunder", "expire="})
    {
        const auto refused = FaultPlan::parse(std::string("seed=1,") + wrong);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().message.find(wrong) != std::string::npos);
    }
}

TEST_CASE("the same seed makes the same faults, and another makes others")
{
    const auto run = [](const std::string& text, std::uint64_t session)
    {
        const SessionFaults::Time begun{};
        SessionFaults faults(FaultPlan::parse(text).value(), session, begun);
        std::string trace;
        for (int i = 0; i < 200; ++i)
            for (const auto& frame : faults.pass("an event", begun).frames)
                trace += frame.text + "/" + std::to_string((frame.due - begun).count()) + "/" +
                         std::to_string(frame.pieces.size()) + " ";
        return trace;
    };
    const std::string plan = "jitter=30,duplicate=0.2,garbage=0.2,split=0.5,bandwidth=1000,seed=";
    CHECK(run(plan + "1", 0) == run(plan + "1", 0));
    CHECK(run(plan + "1", 0) != run(plan + "2", 0));
    CHECK(run(plan + "1", 0) != run(plan + "1", 1));
    CHECK(run(plan + "1", 0).find("garbage") != std::string::npos);
}

TEST_CASE("a session is closed after the event of the plan, and that event still goes out")
{
    SessionFaults faults(FaultPlan::parse("close=4000@2").value(), 0, {});
    CHECK_FALSE(faults.pass("one", {}).close.has_value());
    const auto second = faults.pass("two", {});
    REQUIRE(second.frames.size() == 1);
    CHECK(second.frames[0].text == "two");
    CHECK(second.close->code == 4000);
    CHECK_FALSE(faults.pass("three", {}).close.has_value());
}

TEST_CASE("a delay, a bandwidth and a beat decide when an event goes out, and the order stays")
{
    const SessionFaults::Time begun{};
    const auto dueOf = [&](const std::string& plan)
    {
        SessionFaults faults(FaultPlan::parse(plan).value(), 0, begun);
        std::vector<std::int64_t> due;
        for (const auto now : {0ms, 10ms, 100ms})
            due.push_back((faults.pass(std::string(100, 'x'), begun + now).frames[0].due - begun) / 1ms);
        return due;
    };
    CHECK(dueOf("delay=50") == std::vector<std::int64_t>{50, 60, 150});
    CHECK(dueOf("bandwidth=2000") == std::vector<std::int64_t>{50, 100, 150});
    CHECK(dueOf("bandwidth=2000,delay=40") == std::vector<std::int64_t>{90, 140, 190});
    CHECK(dueOf("coalesce=80") == std::vector<std::int64_t>{80, 80, 160});
}

TEST_CASE("a split event is cut into pieces that make up the whole")
{
    SessionFaults faults(FaultPlan::parse("split=1").value(), 0, {});
    std::size_t most = 0;
    for (int i = 0; i < 20; ++i)
    {
        const auto frame = faults.pass(std::string(1000, 'x'), {}).frames.at(0);
        CHECK(std::accumulate(frame.pieces.begin(), frame.pieces.end(), std::size_t{0}) == 1000);
        most = std::max(most, frame.pieces.size());
    }
    CHECK(most > 3);
}
