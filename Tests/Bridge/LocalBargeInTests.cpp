// SPDX-License-Identifier: Apache-2.0
#include "Bridge/LocalBargeIn.h"

#include <catch2/catch.hpp>

#include <string_view>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;

namespace
{

struct Outcome
{
    int interruptions = 0;
    int interruptedAt = -1; ///< Frame of the first one.
    int duckedAt = -1;      ///< The first frame after which the agent is turned down.
    float gainAtEnd = 1;
};

/// One letter a frame: the user speaks (S) or not (.); the agent speaks from `agentFrom` until `agentUntil`.
Outcome judged(std::string_view frames, int agentFrom, int agentUntil)
{
    LocalBargeIn rule;
    TurnSettings settings;
    settings.confirmation = 100ms;
    settings.duckDb = -20;
    rule.use(settings);
    Outcome outcome;
    for (int frame = 0; frame < static_cast<int>(frames.size()); ++frame)
    {
        const auto step =
            rule.judge(frames[static_cast<std::size_t>(frame)] == 'S', frame >= agentFrom && frame < agentUntil);
        if (step.interrupts && outcome.interruptions++ == 0)
            outcome.interruptedAt = frame;
        if (rule.gain() < 1 && outcome.duckedAt < 0)
            outcome.duckedAt = frame;
    }
    outcome.gainAtEnd = rule.gain();
    return outcome;
}

} // namespace

TEST_CASE("the agent is turned down at the first frames of speech, and silenced when it is confirmed")
{
    const auto outcome = judged("...SSSSSSSSSSSS", 0, 100);
    CHECK(outcome.duckedAt == 4);
    CHECK(outcome.interruptedAt == 12);
    CHECK(outcome.interruptions == 1);
    CHECK(outcome.gainAtEnd == Approx(0.1));
}

TEST_CASE("after an interruption the agent's voice comes back at its full loudness once it is silent")
{
    CHECK(judged("...SSSSSSSSSSSSSSS", 0, 16).gainAtEnd == 1.0F);
}

TEST_CASE("a cough turns the agent down for a moment and stops nothing")
{
    const auto outcome = judged("...SSS.........", 0, 100);
    CHECK(outcome.duckedAt == 4);
    CHECK(outcome.interruptions == 0);
    CHECK(outcome.gainAtEnd == 1.0F);
}

TEST_CASE("who speaks while the agent is silent interrupts nobody")
{
    const auto outcome = judged("SSSSSSSSSSSSSSSSSSSSSSSSS", 100, 200);
    CHECK(outcome.interruptions == 0);
    CHECK(outcome.duckedAt == -1);
}

TEST_CASE("what was said before the agent began does not stop it, what goes on does")
{
    CHECK(judged("SSSSSSSSSSSS....................", 12, 100).interruptions == 0);
    CHECK(judged("SSSSSSSSSSSSSSSSSSSSSSSS", 12, 100).interruptedAt == 21);
}
