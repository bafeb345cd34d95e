// SPDX-License-Identifier: Apache-2.0
#include "Bridge/TurnGate.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;

namespace
{

TurnSettings settingsFor(TurnMode mode)
{
    TurnSettings settings;
    settings.mode = mode;
    settings.confirmation = 50ms;
    settings.silence = 100ms;
    settings.preRoll = 200ms;
    return settings;
}

/// One letter a frame: S speech, K the key is down, . neither. What becomes of each: - held back, b begins, s sent,
/// e ends.
std::string judged(TurnGate& gate, std::string_view frames)
{
    std::string result;
    for (const auto frame : frames)
    {
        const auto step = gate.judge(frame == 'S', frame == 'K');
        result += step.ends ? 'e' : step.begins ? 'b' : step.isSent ? 's' : '-';
    }
    return result;
}

std::string judged(TurnMode mode, std::string_view frames)
{
    TurnGate gate;
    gate.use(settingsFor(mode));
    return judged(gate, frames);
}

} // namespace

TEST_CASE("a local turn begins when speech is confirmed and ends after its silence")
{
    CHECK(judged(TurnMode::local, "...SSSSSSS.............") == "-------bssssssssssse---");
    CHECK(judged(TurnMode::local, "SS......SS......") == "----------------");
}

TEST_CASE("a turn by key lasts from the way down to the way up")
{
    CHECK(judged(TurnMode::pushToTalk, "..KKKK...K.") == "--bssse--be");
    CHECK(judged(TurnMode::pushToTalk, "SSSSSSSSSSSSSSSS") == "----------------");
}

TEST_CASE("where the service or nobody finds the turns, everything is sent")
{
    CHECK(judged(TurnMode::service, "..SSKK..") == "ssssssss");
    CHECK(judged(TurnMode::off, "..SSKK..") == "ssssssss");
}

TEST_CASE("a turn begins with what was heard before it: the pre-roll, and the speech that confirmed it")
{
    TurnGate gate;
    gate.use(settingsFor(TurnMode::local));
    TurnGate::Step step;
    for (int frame = 0; frame < 5; ++frame)
        step = gate.judge(true, false);
    CHECK(step.begins);
    CHECK(step.earlierFrames == 4 + 20);
    gate.use(settingsFor(TurnMode::pushToTalk));
    static_cast<void>(gate.judge(false, false));
    step = gate.judge(false, true);
    CHECK(step.begins);
    CHECK(step.earlierFrames == 20);
}

TEST_CASE("a turn that ends says how long ago its speech did")
{
    TurnGate gate;
    gate.use(settingsFor(TurnMode::local));
    TurnGate::Step step;
    for (int frame = 0; frame < 18; ++frame)
        step = gate.judge(frame < 8, false);
    CHECK(step.ends);
    CHECK(step.silentFrames == 10);
}

TEST_CASE("another mode in the middle of a turn commits what was said")
{
    TurnGate gate;
    gate.use(settingsFor(TurnMode::pushToTalk));
    CHECK(judged(gate, "KKK") == "bss");
    gate.use(settingsFor(TurnMode::service));
    CHECK(judged(gate, "KKK") == "ess");
}
