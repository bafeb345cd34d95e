// SPDX-License-Identifier: Apache-2.0
// Hosts that have their channels side by side, and hosts whose input and output are two callbacks.
#include "Bridge/Detail/AudioCallback.h"

#include <catch2/catch.hpp>

#include <array>
#include <vector>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;

namespace
{

using Frames = std::vector<float>;

struct Rig
{
    AudioSide side;
    AudioCallback callback{side};
    AudioCallback::Time now{std::chrono::hours(1)};

    Rig()
    {
        side.isListening = true;
        side.capture.wantReference(true);
    }

    void say(std::size_t frames)
    {
        REQUIRE(side.playout.push({side.playout.epoch(), 1, 48000, true, true}, Frames(frames, 0.5F)));
    }

    [[nodiscard]] audio::CapturedBlock captured()
    {
        audio::CapturedBlock all;
        audio::CapturedBlock one;
        while (side.capture.pop(one))
        {
            all.frames.insert(all.frames.end(), one.frames.begin(), one.frames.end());
            all.reference.insert(all.reference.end(), one.reference.begin(), one.reference.end());
            all.sampleRate = one.sampleRate;
        }
        return all;
    }
};

/// Frame after frame of two channels whose mean is the frame's number, in thousandths.
Frames numbered(int frames)
{
    Frames samples;
    for (int i = 0; i < frames; ++i)
    {
        samples.push_back(static_cast<float>(i) / 500.0F);
        samples.push_back(0.0F);
    }
    return samples;
}

Frames meansOf(int frames)
{
    Frames means;
    for (int i = 0; i < frames; ++i)
        means.push_back(static_cast<float>(i) / 1000.0F);
    return means;
}

} // namespace

TEST_CASE("an interleaved block is heard and answered as a planar one is, in place, at any length")
{
    const int frames = GENERATE(0, 1, 480, 2000);
    Rig interleaved;
    Rig planar;
    interleaved.say(4000);
    planar.say(4000);
    auto samples = numbered(frames);
    Frames left;
    for (int i = 0; i < frames; ++i)
        left.push_back(samples[2 * static_cast<std::size_t>(i)]);
    Frames right(left.size(), 0.0F);
    interleaved.callback.processInterleaved(
        InterleavedBlock{
            .in = samples.data(), .inChannels = 2, .out = samples.data(), .outChannels = 2, .frames = frames},
        interleaved.now);
    const std::array<float*, 2> channels{left.data(), right.data()};
    planar.callback.process(
        HostBlock{.in = channels.data(), .inChannels = 2, .out = channels.data(), .outChannels = 2, .frames = frames},
        planar.now);
    for (std::size_t i = 0; i < left.size(); ++i)
    {
        REQUIRE(samples[2 * i] == left[i]);
        REQUIRE(samples[2 * i + 1] == right[i]);
    }
    const auto heard = interleaved.captured();
    CHECK(heard.frames == meansOf(frames));
    CHECK(heard.reference == planar.captured().reference);
    CHECK(interleaved.side.largestBlock == planar.side.largestBlock);
    CHECK(interleaved.side.outputPeak == planar.side.outputPeak);
}

TEST_CASE("the chosen channel of an interleaved input is heard, and more channels than can be are passed over")
{
    Rig rig;
    rig.side.inputChannel = 2;
    Frames samples(20 * 100, 0.1F);
    for (std::size_t i = 0; i < 100; ++i)
        samples[20 * i + 2] = 0.7F;
    rig.callback.processInterleaved(InterleavedBlock{.in = samples.data(), .inChannels = 20, .frames = 100}, rig.now);
    CHECK(rig.captured().frames == Frames(100, 0.7F));
}

TEST_CASE("what is pushed alone is heard at its own rate, with what the host says it plays, and moves no voice")
{
    Rig rig;
    rig.say(4000);
    const auto in = meansOf(700);
    const Frames played(700, 0.25F);
    const float* const channel = in.data();
    const float* const loudspeaker = played.data();
    rig.callback.push(
        HostBlock{.in = &channel, .inChannels = 1, .sidechain = &loudspeaker, .sidechainChannels = 1, .frames = 700},
        16000, rig.now);
    auto heard = rig.captured();
    CHECK(heard.frames == in);
    CHECK(heard.reference == played);
    CHECK(heard.sampleRate == 16000);
    CHECK(rig.side.playout.position() == 0);
    const auto stereo = numbered(700);
    rig.callback.pushInterleaved(InterleavedBlock{.in = stereo.data(), .inChannels = 2, .frames = 700}, 44100, rig.now);
    heard = rig.captured();
    CHECK(heard.frames == in);
    CHECK(heard.reference == Frames(700, 0.0F));
    CHECK(heard.sampleRate == 44100);
    CHECK(rig.side.inputPeak > 1.0F);
}

TEST_CASE("what is pulled alone is the voice, and nothing is taken for the microphone")
{
    Rig rig;
    rig.say(2000);
    Frames mono(1000, 1.0F);
    float* const channel = mono.data();
    rig.callback.pull(HostBlock{.out = &channel, .outChannels = 1, .frames = 1000}, rig.now);
    CHECK(mono[999] == 0.5F);
    Frames stereo(2 * 1000, 1.0F);
    rig.callback.pullInterleaved(InterleavedBlock{.out = stereo.data(), .outChannels = 2, .frames = 1000},
                                 rig.now + 20ms);
    CHECK(stereo[200] == 0.5F);
    CHECK(stereo[201] == 0.5F);
    CHECK(rig.side.playout.position() == 2000);
    CHECK(rig.captured().frames.empty());
    CHECK(rig.side.largestBlock == 1000);
}

TEST_CASE("offline, both halves stand still and the output is silent")
{
    Rig rig;
    rig.say(2000);
    rig.side.isOffline = true;
    Frames stereo(2 * 100, 1.0F);
    rig.callback.pullInterleaved(InterleavedBlock{.out = stereo.data(), .outChannels = 2, .frames = 100}, rig.now);
    CHECK(stereo == Frames(200, 0.0F));
    rig.callback.pushInterleaved(InterleavedBlock{.in = stereo.data(), .inChannels = 2, .frames = 100}, 48000, rig.now);
    CHECK(rig.captured().frames.empty());
    CHECK(rig.side.playout.position() == 0);
}
