// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Detail/AudioCallback.h"
#include "Support/CallbackRig.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>

using namespace parley;
using namespace parley::bridge;
using namespace parley::test;
using namespace std::chrono_literals;

namespace
{

using Frames = std::vector<float>;

/// Of a constant level; so every step is one of the gain.
Frames level(std::size_t frames, float value = 0.5F)
{
    return Frames(frames, value);
}

float largestStep(const Frames& frames, float before = 0.0F)
{
    float largest = 0;
    for (const auto frame : frames)
        largest = std::max(largest, std::abs(frame - std::exchange(before, frame)));
    return largest;
}

bool isSilent(const Frames& frames)
{
    return std::all_of(frames.begin(), frames.end(), [](float frame) { return frame == 0.0F; });
}

/// At 48 kHz, of the fastest change a voice of 0.5 may have: a fade in 5 ms.
constexpr float steepest = 0.5F * 1.55F / 240.0F;

} // namespace

TEST_CASE("the microphone is captured beside what leaves the loudspeakers in the same frames")
{
    const int frames = GENERATE(1, 64, 480, 2000);
    CallbackRig rig;
    rig.side.capture.wantReference(true);
    REQUIRE(rig.say(level(6000)));
    Frames spoken;
    while (rig.heard.size() < 6000)
    {
        rig.input = level(static_cast<std::size_t>(frames), static_cast<float>(spoken.size() % 1000) / 1000.0F);
        spoken.insert(spoken.end(), rig.input.begin(), rig.input.end());
        rig.process(frames);
        if (frames == 1 && rig.heard.size() % 500 == 0)
        {
            const auto taken = rig.takeCaptured();
            REQUIRE(taken.reference == Frames(rig.heard.end() - 500, rig.heard.end()));
        }
    }
    if (frames == 1)
        return;
    const auto taken = rig.takeCaptured();
    CHECK(taken.frames == spoken);
    CHECK(taken.reference == rig.heard);
    CHECK(*std::max_element(rig.heard.begin(), rig.heard.end()) == 0.5F);
}

TEST_CASE("the echo canceller is told what leaves after the gain, not before")
{
    CallbackRig rig;
    rig.side.capture.wantReference(true);
    REQUIRE(rig.say(level(9600)));
    rig.process(2400);
    rig.side.voiceGain = 0.25F;
    rig.side.outputGain = 0.5F;
    rig.process(2400);
    CHECK(rig.heard.back() == 0.0625F);
    CHECK(rig.takeCaptured().reference == rig.heard);
}

TEST_CASE("with a sidechain the echo canceller is told its mean instead")
{
    CallbackRig rig;
    rig.side.capture.wantReference(true);
    REQUIRE(rig.say(level(4800)));
    Frames left(1000, 1.0F);
    Frames right(1000, 0.5F);
    left[700] = std::numeric_limits<float>::quiet_NaN();
    const std::array<const float*, 3> loudspeakers{left.data(), right.data(), nullptr};
    Frames out(1000);
    float* const channel = out.data();
    rig.callback.process(
        {.sidechain = loudspeakers.data(), .sidechainChannels = 3, .out = &channel, .outChannels = 1, .frames = 1000},
        rig.now);
    auto expected = level(1000);
    expected[700] = 0.5F / 3;
    const auto taken = rig.takeCaptured();
    REQUIRE(taken.reference.size() == 1000);
    for (std::size_t i = 0; i < 1000; ++i)
        CHECK(taken.reference[i] == Approx(expected[i]));
    CHECK(taken.frames == level(1000, 0));
}

TEST_CASE("a sidechain that nobody asked for is not captured")
{
    CallbackRig rig;
    rig.sidechain = level(480);
    rig.process(480);
    const auto taken = rig.takeCaptured();
    CHECK(taken.reference.empty());
    CHECK(taken.frames.size() == 480);
}

TEST_CASE("the agent is turned down and up again without a step, at any block size")
{
    const int frames = GENERATE(1, 64, 1000);
    CallbackRig rig;
    REQUIRE(rig.say(level(20000)));
    const auto pass = [&](std::size_t until)
    {
        while (rig.heard.size() < until)
            rig.process(frames);
    };
    pass(4000);
    rig.side.voiceGain = 0.2F;
    pass(6000);
    CHECK(rig.heard.back() == Approx(0.1F));
    rig.side.voiceGain = 1;
    pass(6200);
    rig.side.voiceGain = 0;
    pass(9000);
    CHECK(rig.heard.back() == 0.0F);
    rig.side.voiceGain = 1;
    pass(12000);
    CHECK(rig.heard.back() == 0.5F);
    CHECK(largestStep(rig.heard) <= steepest);
}

TEST_CASE("muted, silence is captured and the axis of time goes on")
{
    CallbackRig rig;
    rig.input = level(480, 0.3F);
    rig.process(480);
    rig.side.isMuted = true;
    rig.input = level(480, 0.3F);
    rig.process(480);
    REQUIRE(rig.side.capture.pop(rig.captured));
    CHECK(rig.captured.frames == level(480, 0.3F));
    REQUIRE(rig.side.capture.pop(rig.captured));
    CHECK(rig.captured.frames == level(480, 0));
    CHECK(rig.captured.firstFrame == 480);
}

TEST_CASE("the talk key goes with the frames during which it was down")
{
    CallbackRig rig;
    for (const bool isDown : {false, true, false})
    {
        rig.side.isTalking = isDown;
        rig.process(480);
        REQUIRE(rig.side.capture.pop(rig.captured));
        CHECK(rig.captured.isTalking == isDown);
    }
}

TEST_CASE("nothing is captured while nobody listens")
{
    CallbackRig rig;
    rig.side.isListening = false;
    rig.process(480);
    CHECK_FALSE(rig.side.capture.pop(rig.captured));
}

TEST_CASE("offline nothing is captured, the output is silent, and the voice goes on later where it stood")
{
    CallbackRig rig;
    REQUIRE(rig.say(level(24000)));
    rig.process(4800);
    rig.side.isOffline = true;
    static_cast<void>(rig.takeCaptured());
    const auto position = rig.side.playout.position();
    rig.heard.clear();
    for (int block = 0; block < 100; ++block)
    {
        rig.input = level(1024, 0.9F);
        rig.process(1024);
    }
    CHECK(isSilent(rig.heard));
    CHECK(rig.side.playout.position() == position);
    CHECK_FALSE(rig.side.capture.pop(rig.captured));

    rig.side.isOffline = false;
    const auto resumed = rig.now;
    rig.heard.clear();
    rig.process(4800);
    CHECK(rig.side.playout.position() == position + 4800);
    CHECK(largestStep(rig.heard) <= steepest);
    CHECK(rig.heard.back() == 0.5F);
    CHECK(rig.side.resumedAt.load() == resumed);
    CHECK(rig.side.capture.pop(rig.captured));
}

TEST_CASE("a voice that went on after one offline block begins again from silence")
{
    CallbackRig rig;
    REQUIRE(rig.say(level(24000)));
    rig.process(4800);
    rig.side.isOffline = true;
    rig.process(64);
    rig.side.isOffline = false;
    rig.heard.clear();
    rig.process(4800);
    CHECK(largestStep(rig.heard) <= steepest);
    CHECK(rig.heard.back() == 0.5F);
}

TEST_CASE("a voice that a host suspended begins again from silence, and none of it is lost")
{
    CallbackRig rig;
    REQUIRE(rig.say(level(24000)));
    rig.process(4800);
    const auto begun = rig.side.resumedAt.load();
    rig.now += 90ms;
    rig.process(480);
    CHECK(rig.heard.back() == 0.5F);
    CHECK(rig.side.resumedAt.load() == begun);
    rig.now += 2s;
    const auto resumed = rig.now;
    rig.heard.clear();
    rig.process(4800);
    CHECK(rig.side.playout.position() == 10080);
    CHECK(largestStep(rig.heard) <= steepest);
    CHECK(rig.side.resumedAt.load() == resumed);
}

TEST_CASE("blocks that last longer than a pause are no pause")
{
    CallbackRig rig;
    rig.rate = 8000;
    rig.side.sampleRate = 8000;
    const auto begun = rig.now;
    REQUIRE(rig.say(level(24000)));
    for (int block = 0; block < 2; ++block)
        rig.process(8192);
    CHECK(rig.side.resumedAt.load() == begun);
    CHECK(rig.heard[8192] == 0.5F);
}

TEST_CASE("inputs and outputs may be the same memory in any order")
{
    CallbackRig rig;
    rig.side.capture.wantReference(true);
    REQUIRE(rig.say(level(3000)));
    rig.process(1000);
    static_cast<void>(rig.takeCaptured());
    Frames first(1500, 0.25F);
    Frames second(1500, 0.75F);
    const std::array<const float*, 2> in{first.data(), second.data()};
    const std::array<const float*, 1> loudspeakers{second.data()};
    const std::array<float*, 3> out{second.data(), first.data(), second.data()};
    rig.callback.process({in.data(), 2, loudspeakers.data(), 1, out.data(), 3, 1500}, rig.now);
    const auto taken = rig.takeCaptured();
    CHECK(taken.frames == level(1500));
    CHECK(taken.reference == level(1500, 0.75F));
    CHECK(first == level(1500));
    CHECK(second == level(1500));
}

TEST_CASE("no frames, fewer than none, no channels and null channels are all taken")
{
    CallbackRig rig;
    REQUIRE(rig.say(level(9600)));
    for (const int frames : {0, -1, std::numeric_limits<int>::min()})
        rig.callback.process({.frames = frames}, rig.now);
    CHECK(rig.side.playout.position() == 0);
    const std::array<float*, 2> none{nullptr, nullptr};
    rig.callback.process({none.data(), 2, none.data(), 2, none.data(), 2, 480}, rig.now);
    rig.callback.process({none.data(), -2, none.data(), -2, none.data(), -2, 480}, rig.now);
    rig.callback.process({nullptr, 2, nullptr, 2, nullptr, 2, 480}, rig.now);
    CHECK(rig.side.playout.position() == 1440);
    CHECK(rig.takeCaptured().frames == level(1440, 0));
}

TEST_CASE("blocks of any size, changing at will, lose nothing of the voice and of the microphone")
{
    CallbackRig rig;
    std::size_t said = 0;
    std::size_t captured = 0;
    for (const int frames : {1, 8192, 0, 511, 512, 513, 20000, 7, 2048, 16384})
    {
        while (said < rig.heard.size() + static_cast<std::size_t>(frames))
        {
            REQUIRE(rig.say(level(1000), false));
            said += 1000;
        }
        rig.process(frames);
        captured += rig.takeCaptured().frames.size();
    }
    CHECK(rig.side.playout.position() == rig.heard.size());
    CHECK(captured == rig.heard.size());
    CHECK(rig.side.playout.underruns() == 0);
    CHECK(largestStep(rig.heard) <= steepest);
    CHECK(rig.side.largestBlock == 20000);
}

TEST_CASE("a rate that changes in mid-sentence leaves neither a click nor a frame of the wrong rate")
{
    CallbackRig rig;
    REQUIRE(rig.say(level(24000)));
    rig.process(4800);
    rig.rate = 44100;
    rig.side.sampleRate = 44100;
    rig.process(4410);
    CHECK(rig.side.playout.position() == 24000);
    CHECK(rig.heard.back() == 0.0F);
    REQUIRE(rig.say(level(4410)));
    rig.process(4410);
    CHECK(largestStep(rig.heard) <= steepest * 1.1F);
    CHECK(rig.side.capture.pop(rig.captured));
    CHECK(rig.captured.sampleRate == 48000);
}

TEST_CASE("the meters show the microphone and the agent, and nothing while muted")
{
    CallbackRig rig;
    REQUIRE(rig.say(level(4800)));
    rig.input = level(1200, 0.9F);
    rig.process(1200);
    CHECK(rig.side.inputPeak.exchange(0) == 0.9F);
    CHECK(rig.side.outputPeak.exchange(0) == 0.5F);
    rig.side.isMuted = true;
    rig.input = level(1200, 0.9F);
    rig.process(1200);
    CHECK(rig.side.inputPeak == 0.0F);
}

TEST_CASE("denormal numbers are flushed while a block is processed, and the host's mode is given back")
{
    CallbackRig rig;
    rig.input = level(480, 1e-40F);
    rig.process(480);
    volatile float smallest = std::numeric_limits<float>::min();
    smallest = smallest * 0.5F;
    CHECK(smallest > 0.0F);
#if defined(__SSE2__) || defined(__aarch64__)
    CHECK(rig.takeCaptured().frames == level(480, 0));
#endif
}
