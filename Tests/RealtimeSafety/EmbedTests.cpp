// SPDX-License-Identifier: Apache-2.0
// The audio functions of parley.h while a service speaks and listens behind them.
#include "Embed/parley.h"
#include "Support/RealtimeGuard.h"
#include "Support/SpeakingService.h"

#include <catch2/catch.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>

using namespace parley::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace
{

struct Destroy
{
    void operator()(parley_instance* instance) const { parley_destroy(instance); }
};
using Agent = std::unique_ptr<parley_instance, Destroy>;

/// Buffers that exist before the rules apply; paced by looking at the clock, for waiting would be a system call.
struct Host
{
    explicit Host(const SpeakingService& service)
    {
        const auto settings =
            R"({ "provider": "custom", "url": ")" + service.url() + R"(", "audio": { "echo": { "mode": "cancel" } } })";
        REQUIRE(parley_configure(agent.get(), settings.c_str(), nullptr) == PARLEY_OK);
        REQUIRE(parley_prepare(agent.get(), 48000) == PARLEY_OK);
        REQUIRE(parley_start(agent.get()) == PARLEY_OK);
    }

    template <typename Process>
    void processUntilItSounds(Process process)
    {
        const auto end = Clock::now() + 20s;
        int after = 50;
        for (auto due = Clock::now(); due < end && after > 0; due += 10ms)
        {
            process();
            after -= samples[0] != 0.0F ? 1 : 0;
            while (Clock::now() < due)
                continue;
        }
        CHECK(after == 0);
    }

    Agent agent{parley_create()};
    std::array<float, 4096> samples{};
    std::array<float, 4096> microphone{};
};

void checkClean(const RealtimeReport& report)
{
    INFO(report.describe());
    CHECK(report.isClean());
    CHECK(report.watchesSystemCalls);
}

} // namespace

TEST_CASE("parley_process keeps the rules of the audio thread, planar and interleaved, while the agent speaks")
{
    SpeakingService service({20ms, 20ms, 5000});
    Host host(service);
    auto* const agent = host.agent.get();
    const auto planar = [&]
    {
        const float* const in = host.microphone.data();
        float* const out = host.samples.data();
        parley_process(agent, &in, 1, &out, 1, 480);
    };
    const auto interleaved = [&]
    { parley_process_interleaved(agent, host.samples.data(), 2, host.samples.data(), 2, 480); };
    checkClean(runUnderRealtimeRules(planar, [&] { host.processUntilItSounds(planar); }));
    checkClean(runUnderRealtimeRules(interleaved, [&] { host.processUntilItSounds(interleaved); }));
}

TEST_CASE("the halves and the switches of parley.h keep the rules of the audio thread")
{
    SpeakingService service({20ms, 20ms, 5000});
    Host host(service);
    auto* const agent = host.agent.get();
    int block = 0;
    const auto halves = [&]
    {
        ++block;
        parley_set_muted(agent, block % 3 == 0);
        parley_set_talking(agent, block % 2);
        parley_set_output_gain(agent, 0.5F);
        parley_set_offline(agent, 0);
        const float* const in = host.microphone.data();
        parley_push(agent, &in, 1, &in, 1, 441, 44100);
        parley_push_interleaved(agent, host.microphone.data(), 4, host.microphone.data(), 2, 441, 44100);
        float* const out = host.samples.data();
        parley_pull(agent, &out, 1, 240);
        parley_pull_interleaved(agent, host.samples.data(), 2, 240);
    };
    checkClean(runUnderRealtimeRules(halves, [&] { host.processUntilItSounds(halves); }));
}
