// SPDX-License-Identifier: Apache-2.0
// parley-bench-guard SECONDS: counts what the callback does that an audio thread must not. For parley-bench.
#include "../BusyBridge.h"
#include "Support/RealtimeGuard.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

int main(int argumentCount, char** arguments)
{
    using Clock = std::chrono::steady_clock;
    constexpr int frames = 128;
    const auto seconds = argumentCount > 1 ? std::atoi(arguments[1]) : 2;
    parley::bench::BusyBridge bridge(frames);
    if (!bridge.begin())
    {
        std::fprintf(stderr, "The agent of the callback bench was not heard within 20 s.\n");
        return 1;
    }
    const auto report = parley::test::runUnderRealtimeRules(
        [&] { bridge.process(); },
        [&]
        {
            // Paced by looking at the clock: waiting would be a system call.
            auto due = Clock::now();
            for (const auto end = due + std::chrono::seconds(seconds); due < end;
                 due += std::chrono::nanoseconds(1'000'000'000LL * frames / parley::bench::BusyBridge::rate))
            {
                while (Clock::now() < due)
                    continue;
                bridge.fill();
                bridge.process();
            }
        });
    if (!report.isClean())
        std::fprintf(stderr, "%s\n", report.describe().c_str());
    std::printf("allocations %zu\nlocks %zu\n", report.allocations, report.locks);
    if (report.watchesSystemCalls)
        std::printf("syscalls %zu\n", report.systemCalls);
    return report.isClean() ? 0 : 1;
}
