// SPDX-License-Identifier: Apache-2.0
// One block of a host under the audio thread's rules, in every state that the network thread can put it in.
#include "Support/CallbackRig.h"
#include "Support/RealtimeGuard.h"

#include <catch2/catch.hpp>

#include <array>

using namespace parley;
using namespace parley::test;

namespace
{

constexpr int rate = 48000;

/// A host with blocks that exist before the rules apply.
struct Rig
{
    bridge::AudioSide side;
    bridge::AudioCallback callback{side};
    std::vector<float> left = std::vector<float>(8192, 0.1F);
    std::vector<float> right = std::vector<float>(8192, -0.1F);
    std::vector<float> loudspeaker = std::vector<float>(8192, 0.2F);
    bridge::AudioCallback::Time now{std::chrono::hours(1)};
    bool hasSidechain = false;

    Rig() { side.isListening = true; }

    void say()
    {
        const std::vector<float> voice(9600, 0.5F);
        REQUIRE(side.playout.push({side.playout.epoch(), 1, rate, true, true}, voice));
    }

    void process(int frames)
    {
        const std::array<const float*, 2> in{left.data(), right.data()};
        const std::array<float*, 2> out{right.data(), left.data()};
        const float* const sidechain = loudspeaker.data();
        callback.process({in.data(), 2, &sidechain, hasSidechain ? 1 : 0, out.data(), 2, frames}, now);
        now += std::chrono::milliseconds(10);
    }

    [[nodiscard]] RealtimeReport watch(const std::function<void()>& body)
    {
        return runUnderRealtimeRules([&] { process(480); }, body);
    }
};

void checkClean(const RealtimeReport& report)
{
    INFO(report.describe());
    CHECK(report.isClean());
}

} // namespace

TEST_CASE("a block keeps the rules of the audio thread while the agent is turned down, muted, and the talk key pressed")
{
    Rig rig;
    rig.say();
    checkClean(rig.watch(
        [&]
        {
            for (const float gain : {0.2F, 1.0F, 0.0F, 3.0F})
            {
                rig.side.voiceGain = gain;
                rig.side.outputGain = gain;
                rig.side.isMuted = !rig.side.isMuted;
                rig.side.isTalking = !rig.side.isTalking;
                for (const int frames : {0, 1, 480, 2048, -3})
                    rig.process(frames);
            }
        }));
    CHECK(rig.side.playout.position() > 2000);
}

TEST_CASE("a block keeps the rules of the audio thread with the reference wanted, with and without a sidechain")
{
    Rig rig;
    rig.say();
    rig.side.capture.wantReference(true);
    checkClean(rig.watch(
        [&]
        {
            for (const bool hasSidechain : {false, true})
            {
                rig.hasSidechain = hasSidechain;
                for (const int frames : {480, 1, 8192})
                    rig.process(frames);
            }
        }));
    audio::CapturedBlock block;
    REQUIRE(rig.side.capture.pop(block));
    CHECK(block.reference.size() == block.frames.size());
}

TEST_CASE("a block keeps the rules of the audio thread offline, after a pause, and when the capture is full")
{
    Rig rig;
    rig.say();
    checkClean(rig.watch(
        [&]
        {
            rig.side.isOffline = true;
            rig.process(4096);
            rig.side.isOffline = false;
            rig.now += std::chrono::seconds(5);
            for (int i = 0; i < 20; ++i)
                rig.process(8192);
        }));
    CHECK(rig.side.capture.droppedFrames() > 0);
}

TEST_CASE("a block keeps the rules of the audio thread when the rate changes and the voice is interrupted")
{
    Rig rig;
    rig.say();
    checkClean(rig.watch(
        [&]
        {
            rig.side.playout.interrupt();
            rig.process(480);
            rig.side.sampleRate = 192000;
            rig.process(480);
            rig.side.sampleRate = 8000;
            rig.process(480);
        }));
}
