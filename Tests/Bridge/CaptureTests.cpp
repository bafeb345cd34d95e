// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Capture.h"

#include <catch2/catch.hpp>

#include <array>

using namespace parley;
using namespace parley::bridge;

namespace
{

using Clock = std::chrono::steady_clock;

void push(audio::CaptureFifo& fifo, int frames, int rate, Clock::time_point at)
{
    const std::vector<float> block(static_cast<std::size_t>(frames), 0.25F);
    const std::array<const float*, 1> channels{block.data()};
    fifo.push(channels.data(), 1, frames, rate, at);
}

} // namespace

TEST_CASE("captured audio leaves in messages of 20 ms, each with the time of its last block")
{
    audio::CaptureFifo fifo;
    Capture capture(fifo);
    std::vector<std::size_t> sizes;
    std::vector<Clock::time_point> times;
    const auto send = [&](const std::vector<std::int16_t>& samples, Clock::time_point at)
    {
        sizes.push_back(samples.size());
        times.push_back(at);
    };
    const auto start = Clock::now();
    for (int block = 0; block < 100; ++block)
    {
        push(fifo, 480, 48000, start + std::chrono::milliseconds(10) * block);
        capture.pump(send);
    }
    // 100 blocks are 1 s; the resampler's filter keeps the last 3 ms.
    REQUIRE(sizes.size() == 49);
    CHECK(std::all_of(sizes.begin(), sizes.end(), [](auto size) { return size == Capture::messageSamples; }));
    CHECK(std::is_sorted(times.begin(), times.end()));
}

TEST_CASE("a change of the host's rate loses nothing of what was said")
{
    audio::CaptureFifo fifo;
    Capture capture(fifo);
    std::size_t total = 0;
    const auto send = [&](const std::vector<std::int16_t>& samples, Clock::time_point) { total += samples.size(); };
    for (int block = 0; block < 50; ++block)
        push(fifo, 480, 48000, Clock::now());
    for (int block = 0; block < 50; ++block)
        push(fifo, 441, 44100, Clock::now());
    for (int block = 0; block < 2; ++block)
        push(fifo, 960, 96000, Clock::now());
    capture.pump(send);
    // 1.02 s in; less than one message and one filter length may still be on the way.
    CHECK(total > 24480 - 480 - 100);
    CHECK(total <= 24480);
}
