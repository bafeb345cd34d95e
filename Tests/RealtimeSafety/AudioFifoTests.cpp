// SPDX-License-Identifier: Apache-2.0
// The two functions of the library that a host's audio thread runs through, in every situation they can be in.
#include "Audio/CaptureFifo.h"
#include "Audio/PlayoutFifo.h"
#include "Support/RealtimeGuard.h"

#include <catch2/catch.hpp>

#include <array>
#include <limits>

using namespace parley::audio;
using namespace parley::test;

namespace
{

constexpr int rate = 48000;

/// A playout fifo that speaks, and the audio thread's half of it under the rules.
struct Speaking
{
    PlayoutFifo fifo;
    std::vector<float> voice = std::vector<float>(8000, 0.5F);
    std::vector<float> out = std::vector<float>(2 * PlayoutFifo::frameCapacity);

    Speaking() { REQUIRE(push(true, false)); }

    bool push(bool starts, bool ends, int atRate = rate)
    {
        return fifo.push({fifo.epoch(), 1, atRate, starts, ends}, voice);
    }

    void render(std::size_t frames, int atRate = rate) { fifo.render(std::span(out).first(frames), atRate, {}); }

    RealtimeReport watch(const std::function<void()>& body)
    {
        return runUnderRealtimeRules([&] { render(960); }, body);
    }
};

} // namespace

TEST_CASE("capturing keeps the rules of the audio thread: plain, many channels, none, huge, empty, full")
{
    CaptureFifo fifo;
    const std::vector<float> frames(2 * CaptureFifo::frameCapacity, std::numeric_limits<float>::quiet_NaN());
    const std::array<const float*, 4> channels = {frames.data(), nullptr, frames.data(), frames.data()};
    const auto report = runUnderRealtimeRules(
        [&]
        {
            for (const auto count : {0, 1, 480, 2048, static_cast<int>(frames.size())})
                for (const auto width : {0, 1, 2, 4})
                    fifo.push({channels.data(), width}, count, rate, std::chrono::steady_clock::now());
            fifo.push({}, 480, rate, {});
            for (std::size_t i = 0; i < CaptureFifo::blockCapacity; ++i)
                fifo.push({channels.data(), 2}, 64, 44100, {});
        });
    INFO(report.describe());
    CHECK(report.isClean());
    CHECK(fifo.droppedFrames() > frames.size());
}

TEST_CASE("playing keeps the rules of the audio thread: plain, every block size, dry")
{
    Speaking speaking;
    const auto report = speaking.watch(
        [&]
        {
            for (const std::size_t frames : {std::size_t{0}, std::size_t{1}, std::size_t{63}, std::size_t{480},
                                             std::size_t{2048}, speaking.out.size()})
                speaking.render(frames);
        });
    INFO(report.describe());
    CHECK(report.isClean());
    CHECK(speaking.fifo.underruns() == 1);
}

TEST_CASE("playing keeps the rules of the audio thread when it is interrupted, cut and goes on")
{
    Speaking speaking;
    REQUIRE(speaking.push(false, true));
    speaking.fifo.interrupt();
    REQUIRE(speaking.push(true, true));
    const auto report = runUnderRealtimeRules(
        [&]
        {
            for (int i = 0; i < 100; ++i)
                speaking.render(100);
        });
    INFO(report.describe());
    CHECK(report.isClean());
    CHECK(speaking.fifo.position() == speaking.fifo.pushedFrames());

    Speaking sounding;
    sounding.render(960);
    sounding.fifo.interrupt();
    const auto faded = runUnderRealtimeRules(
        [&]
        {
            for (int i = 0; i < 100; ++i)
                sounding.render(7);
        });
    INFO(faded.describe());
    CHECK(faded.isClean());
    CHECK(sounding.fifo.position() == sounding.fifo.pushedFrames());
}

TEST_CASE("playing keeps the rules of the audio thread when the sample rate changes")
{
    Speaking speaking;
    const auto report = speaking.watch(
        [&]
        {
            speaking.render(480, 44100);
            speaking.render(480, 192000);
            speaking.render(480, 0);
        });
    INFO(report.describe());
    CHECK(report.isClean());
    PlayoutReport last;
    while (speaking.fifo.popReport(last))
    {
    }
    CHECK(last.kind == PlayoutReport::Kind::cut);
}

TEST_CASE("playing keeps the rules of the audio thread when both queues are full and nobody takes the reports")
{
    Speaking speaking;
    speaking.voice.assign(100, 0.5F);
    while (speaking.push(true, true))
    {
    }
    const auto report = speaking.watch(
        [&]
        {
            for (int i = 0; i < 300; ++i)
                speaking.render(480);
        });
    INFO(report.describe());
    CHECK(report.isClean());
    CHECK(speaking.fifo.stalledBlocks() > 0);
}
