// SPDX-License-Identifier: Apache-2.0
// The bridge's audio function while a person turns every knob, and the connection is lost and made again.
#include "Bridge/VoiceBridge.h"
#include "Support/RealtimeGuard.h"
#include "Support/SpeakingService.h"

#include <catch2/catch.hpp>

#include <array>
#include <atomic>
#include <thread>

using namespace parley;
using namespace parley::bridge;
using namespace parley::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace
{

/// A stereo host with a sidechain, paced by looking at the clock: waiting would be a system call.
class Host
{
public:
    explicit Host(VoiceBridge& processed)
        : bridge(processed)
    {
        bridge.prepare(48000);
    }

    void process(int frames = 128)
    {
        const std::array<const float*, 2> in{left.data(), right.data()};
        const std::array<float*, 2> out{left.data(), right.data()};
        const float* const sidechain = loudspeaker.data();
        bridge.process(in.data(), 2, &sidechain, hasSidechain ? 1 : 0, out.data(), 2, frames);
        sounding = sounding || left[0] != 0.0F;
        left.fill(0.01F);
        right.fill(-0.01F);
    }

    void processFor(Clock::duration time)
    {
        const auto end = Clock::now() + time;
        for (auto due = Clock::now(); due < end; due += 2667us)
        {
            process();
            while (Clock::now() < due)
                continue;
        }
    }

    template <typename Condition>
    void processUntil(Condition isDone)
    {
        for (const auto end = Clock::now() + 20s; Clock::now() < end && !isDone();)
            processFor(20ms);
    }

    std::atomic<bool> hasSidechain{false};
    std::atomic<bool> sounding{false};

private:
    VoiceBridge& bridge;
    std::array<float, 8192> left{};
    std::array<float, 8192> right{};
    std::array<float, 8192> loudspeaker{};
};

ConnectSettings to(const SpeakingService& service)
{
    ConnectSettings settings;
    settings.provider.provider = Provider::custom;
    settings.provider.url = service.url();
    return settings;
}

/// What the message thread of a host does meanwhile.
void turnKnobs(VoiceBridge& bridge, Host& host)
{
    for (const auto mode : {EchoMode::cancel, EchoMode::gate, EchoMode::raisedThreshold, EchoMode::off})
    {
        AudioSettings settings;
        settings.echo.mode = mode;
        settings.capture.channel = mode == EchoMode::gate ? 1 : CaptureSettings::allChannels;
        settings.turns.mode = mode == EchoMode::off ? TurnMode::pushToTalk : TurnMode::local;
        settings.turns.localBargeIn = true;
        bridge.setAudio(settings);
        bridge.setMuted(mode == EchoMode::gate);
        bridge.setTalking(mode == EchoMode::off);
        bridge.setOutputGain(mode == EchoMode::gate ? 0.1F : 1.0F);
        host.hasSidechain = mode == EchoMode::cancel;
        bridge.setOffline(mode == EchoMode::raisedThreshold);
        std::this_thread::sleep_for(100ms);
    }
}

} // namespace

TEST_CASE("the bridge keeps the rules of the audio thread whatever is set while the agent speaks")
{
    SpeakingService service({20ms, 10ms, 5000});
    VoiceBridge bridge;
    Host host(bridge);
    std::atomic<bool> isDone{false};
    bridge.connect(to(service));
    std::thread person(
        [&]
        {
            for (int i = 0; i < 2000 && !host.sounding; ++i)
                std::this_thread::sleep_for(10ms);
            turnKnobs(bridge, host);
            bridge.interrupt();
            std::this_thread::sleep_for(100ms);
            isDone = true;
        });
    const auto report =
        runUnderRealtimeRules([&] { host.process(); }, [&] { host.processUntil([&] { return isDone.load(); }); });
    person.join();
    INFO(report.describe());
    CHECK(report.isClean());
    CHECK(report.watchesSystemCalls);
    CHECK(host.sounding);
}

TEST_CASE("the bridge keeps the rules of the audio thread while it connects, loses the connection and makes it again")
{
    SpeakingService service({20ms, 10ms, 30, true});
    VoiceBridge bridge;
    Host host(bridge);
    std::thread person([&] { bridge.connect(to(service)); });
    const auto report = runUnderRealtimeRules([&] { host.process(); },
                                              [&] { host.processUntil([&] { return service.connections() >= 2; }); });
    person.join();
    INFO(report.describe());
    CHECK(report.isClean());
    CHECK(service.connections() >= 2);
    CHECK(host.sounding);
}

TEST_CASE("a host may prepare the bridge again between two blocks, at other rates and block sizes")
{
    SpeakingService service({20ms, 10ms, 5000});
    VoiceBridge bridge;
    Host host(bridge);
    bridge.connect(to(service));
    const auto report =
        runUnderRealtimeRules([&] { host.processUntil([&] { return host.sounding.load(); }); },
                              [&]
                              {
                                  for (const double rate : {44100.0, 8000.0, 192000.0, 192000.0, 48000.0})
                                  {
                                      bridge.prepare(rate);
                                      for (const int frames : {64, 0, 8192, 1, 480})
                                          host.process(frames);
                                      host.processFor(50ms);
                                  }
                              });
    INFO(report.describe());
    CHECK(report.isClean());
    CHECK(host.sounding);
}
