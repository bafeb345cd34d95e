// SPDX-License-Identifier: Apache-2.0
#include "Host/PacedHost.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <condition_variable>
#include <mutex>

using namespace parley::host;
using namespace std::chrono_literals;

namespace
{

/// Lets a test wait, with a deadline, until the audio thread has done so many frames.
class FrameCount
{
public:
    void add(int frames)
    {
        const std::lock_guard lock(mutex);
        count += frames;
        changed.notify_all();
    }
    [[nodiscard]] bool waitFor(int frames)
    {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, 10s, [&] { return count >= frames; });
    }

private:
    std::mutex mutex;
    std::condition_variable changed;
    int count = 0;
};

PacedHost::Settings settings(std::vector<float> input, BlockSizes blocks)
{
    PacedHost::Settings made;
    made.sampleRate = 192000;
    made.channels = 2;
    made.blocks = blocks;
    made.input = std::move(input);
    made.keptSecondsAfterInput = 1;
    return made;
}

std::vector<float> ramp(int frames)
{
    std::vector<float> samples;
    for (int frame = 0; frame < frames; ++frame)
        samples.push_back(static_cast<float>(frame + 1));
    return samples;
}

} // namespace

TEST_CASE("the output is kept from the input's first frame on, whatever the block sizes")
{
    const auto blocks = GENERATE(BlockSizes::fixed(100), BlockSizes::random());
    FrameCount done;
    PacedHost host(settings(ramp(5000), blocks), [&](float* const*, int frames) { done.add(frames); });
    host.start();
    REQUIRE(done.waitFor(3000));
    host.playInput();
    REQUIRE(done.waitFor(20000));
    host.stop();
    REQUIRE(host.hasInputEnded());
    const auto& output = host.output();
    REQUIRE(output.size() > 10000);
    for (std::size_t frame = 0; frame < 5000; ++frame)
    {
        REQUIRE(output[2 * frame] == static_cast<float>(frame + 1));
        REQUIRE(output[2 * frame + 1] == static_cast<float>(frame + 1));
    }
    CHECK(std::all_of(output.begin() + 10000, output.end(), [](float sample) { return sample == 0.0F; }));
}

TEST_CASE("before the input there is silence, and nothing is kept")
{
    FrameCount done;
    std::atomic<bool> isSilent{true};
    PacedHost host(settings(ramp(100), BlockSizes::fixed(480)),
                   [&](float* const* channels, int frames)
                   {
                       if (std::any_of(channels[0], channels[0] + frames, [](float sample) { return sample != 0.0F; }))
                           isSilent = false;
                       done.add(frames);
                   });
    host.start();
    REQUIRE(done.waitFor(2000));
    host.stop();
    CHECK(isSilent);
    CHECK(host.output().empty());
    CHECK_FALSE(host.inputStart());
    CHECK_FALSE(host.hasInputEnded());
}

TEST_CASE("blocks never come faster than real time")
{
    FrameCount done;
    PacedHost host(settings({}, BlockSizes::fixed(1920)), [&](float* const*, int frames) { done.add(frames); });
    const auto begin = std::chrono::steady_clock::now();
    host.start();
    REQUIRE(done.waitFor(19200));
    // The tenth block of 10 ms begins 90 ms after the first.
    CHECK(std::chrono::steady_clock::now() - begin >= 90ms);
    host.stop();
}

TEST_CASE("stopping twice, or without having started, is harmless")
{
    PacedHost host(settings({}, BlockSizes::fixed(480)), [](float* const*, int) {});
    host.stop();
    host.stop();
    CHECK(host.output().empty());
}
