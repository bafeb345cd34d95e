// SPDX-License-Identifier: GPL-3.0-or-later
// The built plugins under the audio thread's rules, through JUCE's wrappers, as a host loads them.
#include "Plugin/BuiltPlugin.h"
#include "Plugin/NamedService.h"
#include "Plugin/PacedPlayback.h"
#include "Plugin/ProcessResources.h"
#include "Support/RealtimeGuard.h"

#include <catch2/catch.hpp>

#include <chrono>

using namespace parley::tests;
using namespace std::chrono_literals;
using parley::test::runUnderRealtimeRules;

namespace
{

/// Two seconds in which it connects and talks. `mostLocks`: how many a wrapper may take and leave in each block.
void playUnderRules(const BuiltPlugin& loaded, std::size_t mostLocks)
{
    const NamedService service(PARLEY_COMMAND);
    loaded.prepare(PacedPlayback::rate, PacedPlayback::blockFrames);
    PacedPlayback playback(*loaded.plugin);
    // Before the first block a switch is no deed.
    playback.processBlock();
    onMessageThread([&] { loaded.find("Connect")->setValueNotifyingHost(1.0F); });
    std::size_t blocks = 0;
    const auto report =
        runUnderRealtimeRules([&] { playback.processFor(200ms); }, [&] { blocks = playback.processFor(2s); });
    const auto children = ProcessResources::now().children;
    onMessageThread([&] { loaded.plugin->releaseResources(); });
    INFO(report.describe());
    CHECK(report.watchesSystemCalls);
    CHECK(report.allocations == 0);
    CHECK(report.locks <= mostLocks * blocks);
    // A lock that somebody else holds is waited for in the kernel.
    CHECK(report.systemCalls == 0);
    // It did connect meanwhile.
    CHECK(children > 0);
}

} // namespace

TEST_CASE("through the VST3 wrapper the audio thread waits for no lock and asks for no memory")
{
    // Its two sides take and leave four locks of their own.
    playUnderRules(*loadVst3(), 8);
}

TEST_CASE("through the LV2 wrapper the audio thread waits for no lock and asks for no memory")
{
    playUnderRules(*loadLv2(), 4);
}
