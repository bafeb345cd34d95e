// SPDX-License-Identifier: Apache-2.0
#include "Audio/CaptureFifo.h"

#include <catch2/catch.hpp>

#include <array>
#include <atomic>
#include <limits>
#include <thread>

using namespace parley::audio;

namespace
{

void pushMono(CaptureFifo& fifo, const std::vector<float>& frames, int rate = 48000)
{
    const float* channel = frames.data();
    fifo.push({&channel, 1}, static_cast<int>(frames.size()), rate, {});
}

/// The same frames sound.
void pushWithReference(CaptureFifo& fifo, const std::vector<float>& frames)
{
    const float* channel = frames.data();
    fifo.push({.channels = &channel, .channelCount = 1, .reference = channel}, static_cast<int>(frames.size()), 48000,
              {});
}

std::vector<float> counting(std::size_t frames, std::size_t from)
{
    std::vector<float> made(frames);
    for (std::size_t i = 0; i < frames; ++i)
        made[i] = static_cast<float>((from + i) % 65521) / 65536.0F;
    return made;
}

} // namespace

TEST_CASE("a minute of microphone comes out whole and in order at every rate and block size")
{
    const int rate = GENERATE(8000, 22050, 44100, 48000, 96000, 192000);
    CaptureFifo fifo;
    const std::size_t blocks[] = {0, 1, 16, 31, 480, 1024, 2048};
    const auto total = static_cast<std::size_t>(rate) * 60;
    std::size_t pushed = 0;
    std::size_t popped = 0;
    bool isWhole = true;
    CapturedBlock block;
    for (std::size_t turn = 0; popped < total; ++turn)
    {
        const auto size = std::min(blocks[turn % std::size(blocks)], total - pushed);
        pushMono(fifo, counting(size, pushed), rate);
        pushed += size;
        while ((turn % 5 == 0 || pushed == total) && fifo.pop(block))
        {
            isWhole = isWhole && block.firstFrame == popped && block.sampleRate == rate &&
                      block.frames == counting(block.frames.size(), popped);
            popped += block.frames.size();
        }
    }
    CHECK(isWhole);
    CHECK(popped == total);
    CHECK(fifo.droppedFrames() == 0);
}

TEST_CASE("capture mixes all channels to their mean")
{
    CaptureFifo fifo;
    const std::vector<float> left(1000, 1.0F);
    const std::vector<float> right(1000, 0.5F);
    CapturedBlock block;
    SECTION("two channels")
    {
        const std::array<const float*, 2> channels = {left.data(), right.data()};
        fifo.push({channels.data(), 2}, 1000, 48000, {});
        REQUIRE(fifo.pop(block));
        CHECK(block.frames == std::vector<float>(1000, 0.75F));
    }
    SECTION("a null channel counts as silence")
    {
        const std::array<const float*, 2> channels = {nullptr, right.data()};
        fifo.push({channels.data(), 2}, 1000, 48000, {});
        REQUIRE(fifo.pop(block));
        CHECK(block.frames == std::vector<float>(1000, 0.25F));
    }
    SECTION("no channel gives silence")
    {
        fifo.push({}, 1000, 48000, {});
        REQUIRE(fifo.pop(block));
        CHECK(block.frames == std::vector<float>(1000, 0.0F));
    }
}

TEST_CASE("one channel can be picked, and one that is not there is silence")
{
    CaptureFifo fifo;
    const std::vector<float> left(10, 1.0F);
    const std::vector<float> right(10, 0.5F);
    const std::array<const float*, 2> channels = {left.data(), right.data()};
    CapturedBlock block;
    for (const auto& [channel, expected] : {std::pair(0, 1.0F), std::pair(1, 0.5F), std::pair(2, 0.0F)})
    {
        fifo.push({.channels = channels.data(), .channelCount = 2, .channel = channel}, 10, 48000, {});
        REQUIRE(fifo.pop(block));
        CHECK(block.frames == std::vector<float>(10, expected));
    }
}

TEST_CASE("a block carries what sounded in its frames, once that is wanted, and whether the talk key was down")
{
    CaptureFifo fifo;
    const std::vector<float> spoken(1000, 0.5F);
    const std::vector<float> played(1000, 0.25F);
    const float* channel = spoken.data();
    const auto push = [&](const float* reference, bool isTalking)
    {
        fifo.push({.channels = &channel, .channelCount = 1, .reference = reference, .isTalking = isTalking}, 1000,
                  48000, {});
    };
    push(played.data(), false);
    fifo.wantReference(true);
    push(played.data(), true);
    push(nullptr, false);
    fifo.wantReference(false);
    push(played.data(), false);

    CapturedBlock block;
    REQUIRE(fifo.pop(block));
    CHECK(block.reference.empty());
    REQUIRE(fifo.pop(block));
    CHECK(block.isTalking);
    CHECK(block.frames == spoken);
    CHECK(block.reference == played);
    REQUIRE(fifo.pop(block));
    CHECK_FALSE(block.isTalking);
    CHECK(block.reference == std::vector<float>(1000, 0.0F));
    REQUIRE(fifo.pop(block));
    CHECK(block.reference.empty());
}

TEST_CASE("what is not a number becomes silence on its way in")
{
    CaptureFifo fifo;
    constexpr auto infinite = std::numeric_limits<float>::infinity();
    pushMono(fifo, {0.5F, std::numeric_limits<float>::quiet_NaN(), infinite, -infinite, -0.5F});
    CapturedBlock block;
    REQUIRE(fifo.pop(block));
    CHECK(block.frames == std::vector<float>{0.5F, 0.0F, 0.0F, 0.0F, -0.5F});
}

TEST_CASE("a captured block keeps its time, and an empty block leaves no trace")
{
    CaptureFifo fifo;
    const std::chrono::steady_clock::time_point at{std::chrono::milliseconds(1234)};
    const std::vector<float> frames(10, 0.1F);
    const float* channel = frames.data();
    fifo.push({&channel, 1}, 0, 48000, at);
    fifo.push({&channel, 1}, -5, 48000, at);
    fifo.push({&channel, 1}, 10, 44100, at);
    CapturedBlock block;
    REQUIRE(fifo.pop(block));
    CHECK(block.capturedAt == at);
    CHECK(block.sampleRate == 44100);
    CHECK(block.firstFrame == 0);
    CHECK_FALSE(fifo.pop(block));
}

TEST_CASE("when capture is full the newest block is dropped whole, counted, and shows as a gap")
{
    CaptureFifo fifo;
    CapturedBlock block;
    SECTION("frames")
    {
        pushMono(fifo, counting(CaptureFifo::largestBlock - 10, 0));
        pushMono(fifo, counting(CaptureFifo::nearCapacity, 5));
        pushMono(fifo, counting(11, 0));
        CHECK(fifo.droppedFrames() == 11);
        pushMono(fifo, counting(10, 0));
        CHECK(fifo.droppedFrames() == 11);
        REQUIRE(fifo.pop(block));
        CHECK(block.frames == counting(CaptureFifo::largestBlock - 10, 0));
        REQUIRE(fifo.pop(block));
        CHECK(block.frames == counting(CaptureFifo::nearCapacity, 5));
        REQUIRE(fifo.pop(block));
        CHECK(block.frames == counting(10, 0));
        CHECK(block.firstFrame == CaptureFifo::frameCapacity + 1);
    }
    SECTION("blocks")
    {
        for (std::size_t i = 0; i < CaptureFifo::blockCapacity + 3; ++i)
            pushMono(fifo, {0.25F});
        CHECK(fifo.droppedFrames() == 3);
        std::size_t popped = 0;
        while (fifo.pop(block))
            ++popped;
        CHECK(popped == CaptureFifo::blockCapacity);
    }
    SECTION("a block that can never fit")
    {
        pushMono(fifo, counting(CaptureFifo::largestBlock + 1, 0));
        CHECK(fifo.droppedFrames() == CaptureFifo::largestBlock + 1);
        CHECK_FALSE(fifo.pop(block));
    }
}

TEST_CASE("a network thread that stalls 300 ms at 48 kHz, or 150 ms at 192 kHz, misses nothing of what is said")
{
    const auto [rate, stallMs, block] = GENERATE(table<int, int, std::size_t>({{48000, 300, 16},
                                                                               {48000, 300, 512},
                                                                               {48000, 300, 4096},
                                                                               {96000, 200, 32},
                                                                               {192000, 150, 32},
                                                                               {192000, 150, 512}}));
    CaptureFifo fifo;
    const auto stalled = static_cast<std::size_t>(rate * stallMs / 1000);
    for (std::size_t at = 0; at < stalled; at += block)
        pushMono(fifo, counting(block, at), rate);
    CHECK(fifo.droppedFrames() == 0);
}

TEST_CASE("the reference stays with its frames through both queues, and all that waits is counted")
{
    CaptureFifo fifo;
    fifo.wantReference(true);
    std::size_t pushed = 0;
    std::size_t popped = 0;
    bool isRight = true;
    CapturedBlock block;
    for (const std::size_t blocks : {25U, 3U, 12U, 20U})
    {
        for (std::size_t i = 0; i < blocks; ++i, pushed += 1000)
            pushWithReference(fifo, counting(1000, pushed));
        CHECK(fifo.waitingFrames() == pushed - popped);
        for (std::size_t i = 0; i < 15 && fifo.pop(block); ++i, popped += 1000)
            isRight = isRight && block.frames == counting(1000, popped) && block.reference == block.frames;
    }
    CHECK(isRight);
    CHECK(fifo.droppedFrames() == 0);
}

TEST_CASE("two threads: every captured frame arrives or is counted as dropped")
{
    CaptureFifo fifo;
    fifo.wantReference(true);
    constexpr std::size_t blocks = 20000;
    std::atomic<bool> done{false};
    std::atomic<std::uint64_t> pushed{0};
    std::thread audio(
        [&]
        {
            for (std::size_t i = 0; i < blocks; ++i)
            {
                const auto frames = counting(i * 7 % 257, pushed.load());
                pushWithReference(fifo, frames);
                pushed.fetch_add(frames.size());
            }
            done = true;
        });
    CapturedBlock block;
    std::uint64_t popped = 0;
    std::uint64_t gaps = 0;
    bool isRight = true;
    for (bool last = false; !last;)
    {
        last = done.load();
        while (fifo.pop(block))
        {
            gaps = block.firstFrame - popped;
            isRight = isRight && block.frames == counting(block.frames.size(), block.firstFrame) &&
                      block.reference == block.frames;
            popped += block.frames.size();
        }
        std::this_thread::yield();
    }
    audio.join();
    CHECK(isRight);
    CHECK(gaps <= fifo.droppedFrames());
    CHECK(popped + fifo.droppedFrames() == pushed.load());
}
