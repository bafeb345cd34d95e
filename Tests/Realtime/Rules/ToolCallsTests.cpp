// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/ToolCalls.h"

#include <catch2/catch.hpp>

using namespace parley::realtime;
using namespace std::chrono_literals;

namespace
{

const ToolCalls::Time start(1000s);

ToolCalls::Open callOf(const std::string& callId, const std::string& response = "r")
{
    ToolCalls::Open call;
    call.responseId = response;
    call.job.call.callId = callId;
    Tool tool;
    tool.name = "look";
    tool.deadline = 5s;
    call.job.tool = std::make_shared<const Tool>(tool);
    return call;
}

} // namespace

TEST_CASE("a call id that came before is not new")
{
    ToolCalls calls;
    CHECK(calls.isNew("c1"));
    CHECK(calls.isNew("c2"));
    CHECK_FALSE(calls.isNew("c1"));
}

TEST_CASE("one answer is due when the response is done and every call of it has its output")
{
    ToolCalls calls;
    calls.arrived("r");
    calls.arrived("r");
    calls.answered("r", false);
    calls.responseDone("r", false);
    CHECK_FALSE(calls.takeDue());
    calls.answered("r", false);
    CHECK(calls.takeDue());
    CHECK_FALSE(calls.takeDue());
}

TEST_CASE("outputs that come before the response is done wait for its end")
{
    ToolCalls calls;
    calls.arrived("r");
    calls.answered("r", false);
    CHECK_FALSE(calls.takeDue());
    calls.responseDone("r", false);
    CHECK(calls.takeDue());
}

TEST_CASE("outputs in the background ask for no answer, unless another one does")
{
    ToolCalls calls;
    calls.arrived("r");
    calls.responseDone("r", false);
    calls.answered("r", true);
    CHECK_FALSE(calls.takeDue());
    calls.arrived("s");
    calls.arrived("s");
    calls.responseDone("s", false);
    calls.answered("s", false);
    calls.answered("s", true);
    CHECK(calls.takeDue());
}

TEST_CASE("a response that was cut short asks for no answer, until the user decides about one of its calls")
{
    ToolCalls calls;
    for (const auto* response : {"r", "s"})
    {
        calls.arrived(response);
        calls.responseDone(response, true);
    }
    calls.answered("r", false);
    CHECK_FALSE(calls.takeDue());
    calls.wanted("s");
    calls.answered("s", false);
    CHECK(calls.takeDue());
}

TEST_CASE("a lost connection ends its responses, and their outputs ask for an answer on the next one")
{
    ToolCalls calls;
    calls.arrived("r");
    calls.connectionLost();
    CHECK_FALSE(calls.takeDue());
    calls.answered("r", false);
    CHECK(calls.takeDue());
}

TEST_CASE("a job ends at its deadline, and its late result is counted and dropped")
{
    ToolCalls calls;
    const auto job = calls.start(callOf("c1"), start);
    CHECK(job.call.deadline == start + 5s);
    CHECK(calls.deadline() == start + 5s);
    CHECK(calls.expire(start + 4999ms).empty());
    const auto expired = calls.expire(start + 5s);
    REQUIRE(expired.size() == 1);
    CHECK(expired[0].job.call.callId == "c1");
    CHECK_FALSE(calls.deadline().has_value());
    CHECK_FALSE(calls.finish(job.id).has_value());
    CHECK(calls.lateResults() == 1);
}

TEST_CASE("a call that waits for the user has no deadline, and is decided once")
{
    ToolCalls calls;
    calls.park(callOf("c1"));
    CHECK_FALSE(calls.deadline().has_value());
    CHECK(calls.expire(start + 24h).empty());
    CHECK_FALSE(calls.unpark("c2").has_value());
    CHECK(calls.unpark("c1").has_value());
    CHECK_FALSE(calls.unpark("c1").has_value());
}

TEST_CASE("the end of a session stops the jobs that run, and forgets the calls that wait")
{
    ToolCalls calls;
    calls.park(callOf("c1"));
    const auto job = calls.start(callOf("c2"), start);
    CHECK(calls.stopAll() == std::vector<std::uint64_t>{job.id});
    CHECK_FALSE(calls.unpark("c1").has_value());
    CHECK_FALSE(calls.finish(job.id).has_value());
}

TEST_CASE("more calls at a time than the bound find no room")
{
    ToolCalls calls;
    for (std::size_t i = 0; i < ToolCalls::mostOpen; ++i)
    {
        CHECK_FALSE(calls.isFull());
        (void)calls.start(callOf("c" + std::to_string(i)), start);
    }
    CHECK(calls.isFull());
}

TEST_CASE("an output beyond 64 KiB is cut between two characters and says so")
{
    std::string umlauts;
    while (umlauts.size() < 100'001)
        umlauts += "\xC3\xA4";
    const auto cut = toolAnswer::limited(umlauts);
    CHECK(cut.size() <= toolAnswer::longest);
    CHECK(cut.size() > toolAnswer::longest - 64);
    const auto note = cut.find("\n[Cut: the whole output has 100002 bytes.]");
    REQUIRE(note != std::string::npos);
    CHECK(note % 2 == 0);
    CHECK(toolAnswer::limited("short") == "short");
}
