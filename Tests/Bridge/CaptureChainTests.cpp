// SPDX-License-Identifier: Apache-2.0
#include "Bridge/CaptureChain.h"
#include "Support/PlayoutRig.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;

namespace
{

using Time = std::chrono::steady_clock::time_point;

struct ChainRig
{
    CaptureChain chain;
    std::vector<CaptureFrame> frames;
    std::uint64_t firstFrame = 0;
    Time now = Time(1h);

    /// A block that ends now, after it was waited for.
    void push(std::span<const float> sound, int rate, bool isTalking = false)
    {
        audio::CapturedBlock block;
        block.frames.assign(sound.begin(), sound.end());
        block.sampleRate = rate;
        block.firstFrame = firstFrame;
        block.isTalking = isTalking;
        block.capturedAt = now += std::chrono::nanoseconds(sound.size() * 1'000'000'000 / static_cast<unsigned>(rate));
        firstFrame += sound.size();
        chain.process(block);
    }

    [[nodiscard]] std::vector<float> taken()
    {
        chain.takeFrames(frames);
        std::vector<float> all;
        for (const auto& frame : frames)
            all.insert(all.end(), frame.samples.begin(), frame.samples.end());
        return all;
    }
};

CaptureSettings withHighPass(bool isOn)
{
    CaptureSettings settings;
    settings.highPass = isOn;
    return settings;
}

} // namespace

TEST_CASE("each frame says when its last sample was captured, to the sample")
{
    for (const int rate : {48000, 44100, 24000, 96000})
    {
        CAPTURE(rate);
        ChainRig rig;
        const auto start = rig.now;
        for (int block = 0; block < 100; ++block)
            rig.push(std::vector<float>(static_cast<std::size_t>(rate) / 50, 0.1F), rate);
        static_cast<void>(rig.taken());
        REQUIRE(rig.frames.size() > 190);
        for (std::size_t index = 0; index < rig.frames.size(); ++index)
        {
            const auto lead = std::chrono::nanoseconds(rig.chain.leadSamples() * 1'000'000'000 / 24000);
            const auto expected = start + 10ms * static_cast<int>(index + 1) - lead;
            CHECK(std::chrono::abs(rig.frames[index].capturedAt - expected) < 50us);
        }
    }
}

TEST_CASE("a host whose callbacks come unevenly never turns the time back")
{
    ChainRig rig;
    for (int block = 0; block < 200; ++block)
    {
        rig.push(std::vector<float>(256, 0.1F), 48000);
        rig.now += block % 3 == 0 ? 4ms : -2ms;
        static_cast<void>(rig.taken());
    }
    CHECK(std::is_sorted(rig.frames.begin(), rig.frames.end(),
                         [](const auto& one, const auto& other) { return one.capturedAt < other.capturedAt; }));
}

TEST_CASE("frames that the queue dropped become silence of their length, up to a second")
{
    ChainRig rig;
    rig.push(std::vector<float>(4800, 0.5F), 48000);
    rig.firstFrame += 4800;
    rig.push(std::vector<float>(4800, 0.5F), 48000);
    const auto all = rig.taken();
    CHECK(all.size() == 7200);
    CHECK(std::abs(all[3600]) < 0.001F);
    CHECK(all[6000] == Approx(0.5F).margin(0.01));
    rig.firstFrame += 48000 * 100;
    rig.push(std::vector<float>(4800, 0.5F), 48000);
    CHECK(rig.taken().size() == 7200 + 24000 + 2400);
}

TEST_CASE("cleaning that is switched on and off in mid-sentence loses and repeats nothing")
{
    ChainRig rig;
    const auto tone = audio::sine(48000, 440, 48000, 0.5);
    std::size_t at = 0;
    for (int block = 0; block < 100; ++block)
    {
        if (block % 10 == 0)
            rig.chain.use(withHighPass(block % 20 == 10), EchoMode::off);
        rig.push(std::span(tone).subspan(at, 480), 48000);
        at += 480;
    }
    const auto all = rig.taken();
    CHECK(all.size() >= 24000 - 480);
    CHECK(all.size() <= 24000);
    // Nowhere a hole: each 20 ms sound.
    for (std::size_t begin = 0; begin + 480 <= 23000; begin += 480)
        CHECK(levelDb(std::span(all).subspan(begin, 480)) > -20);
}

TEST_CASE("the rate may change in mid-sentence while the sound is cleaned")
{
    ChainRig rig;
    rig.chain.use(withHighPass(true), EchoMode::off);
    for (const int rate : {48000, 44100, 96000, 24000, 8000})
        for (int block = 0; block < 10; ++block)
            rig.push(std::vector<float>(static_cast<std::size_t>(rate) / 100, 0.25F), rate);
    const auto count = rig.taken().size();
    CHECK(count >= 12000 - 480);
    CHECK(count <= 12000);
}

TEST_CASE("the input gain is reached without a step")
{
    ChainRig rig;
    const auto tone = audio::sine(9600, 200, 48000, 0.1);
    rig.push(std::span(tone).first(4800), 48000);
    CaptureSettings louder;
    louder.gainDb = 12;
    rig.chain.use(louder, EchoMode::off);
    rig.push(std::span(tone).subspan(4800, 2400), 48000);
    rig.push(std::span(tone).subspan(7200), 48000);
    const auto all = rig.taken();
    CHECK(*std::max_element(all.begin() + 3700, all.end()) == Approx(0.398F).margin(0.01));
    CHECK(audio::largestStep(std::span(all).first(rig.chain.leadSamples() + 4500)) < 0.025F);
}

TEST_CASE("the talk key is known for each frame")
{
    ChainRig rig;
    rig.push(std::vector<float>(4800), 48000, false);
    rig.push(std::vector<float>(4800), 48000, true);
    static_cast<void>(rig.taken());
    REQUIRE(rig.frames.size() >= 18);
    CHECK_FALSE(rig.frames[9].isTalking);
    CHECK(rig.frames[10].isTalking);
}
