// SPDX-License-Identifier: Apache-2.0
// What a host pays for one block: 128 frames of stereo at 48 kHz, called in real time, the session busy both ways.
#include "Benches.h"
#include "BusyBridge.h"

#include <boost/lockfree/spsc_queue.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <thread>

namespace
{

using namespace parley::bench;
using Clock = std::chrono::steady_clock;

constexpr std::size_t frames = 128;
constexpr auto period = std::chrono::nanoseconds(1'000'000'000LL * frames / BusyBridge::rate);

/// The floor: what a host pays a plugin that copies its input.
struct PlainCopy
{
    std::array<std::array<float, frames>, 2> in{};
    std::array<std::array<float, frames>, 2> out{};

    void process() noexcept
    {
        for (std::size_t channel = 0; channel < 2; ++channel)
            std::memcpy(out[channel].data(), in[channel].data(), sizeof in[channel]);
        asm volatile("" : : "r"(&out) : "memory");
    }
};

/// A peer: the input goes into a queue, and the output comes from another one.
struct Queues
{
    using Queue = boost::lockfree::spsc_queue<float, boost::lockfree::capacity<8192>>;
    PlainCopy block;
    std::array<float, 2 * frames> other{};
    std::unique_ptr<Queue> in = std::make_unique<Queue>();
    std::unique_ptr<Queue> out = std::make_unique<Queue>();

    void process() noexcept
    {
        for (const auto& channel : block.in)
            in->push(channel.data(), frames);
        for (auto& channel : block.out)
            out->pop(channel.data(), frames);
        asm volatile("" : : "r"(&block) : "memory");
    }

    /// What the other threads of both queues do.
    void turn()
    {
        in->pop(other.data(), other.size());
        out->push(other.data(), other.size());
    }
};

struct Times
{
    std::vector<double> us;

    template <typename Process>
    void measure(Process process)
    {
        const auto begin = Clock::now();
        process();
        us.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
    }

    [[nodiscard]] double quantile(double share)
    {
        std::sort(us.begin(), us.end());
        return us[static_cast<std::size_t>(share * static_cast<double>(us.size() - 1))];
    }
};

struct Measured
{
    Times copy;
    Times queues;
    Times bridge;
    int soundingBlocks = 0;
};

/// Each block is due in real time, and the thread sleeps between them as a host's does: caches are as cold as they are
/// in a host. Who is called first, and so pays for waking up, changes from block to block.
Measured measure(BusyBridge& bridge, int blocks)
{
    Measured measured;
    PlainCopy copy;
    Queues queues;
    auto due = Clock::now();
    for (int block = 0; block < blocks; ++block)
    {
        bridge.fill();
        queues.turn();
        due += period;
        std::this_thread::sleep_until(due);
        for (int turn = 0; turn < 3; ++turn)
        {
            const int which = (block + turn) % 3;
            if (which == 0)
                measured.copy.measure([&] { copy.process(); });
            if (which == 1)
                measured.queues.measure([&] { queues.process(); });
            if (which == 2)
                measured.bridge.measure([&] { bridge.process(); });
        }
        measured.soundingBlocks += bridge.isSounding() ? 1 : 0;
    }
    return measured;
}

/// The guard replaces the C library's functions in a whole program and slows it, so it counts in one of its own.
void count(Figures& figures)
{
    const std::string command = std::string("\"") + PARLEY_BENCH_GUARD + "\" " + (figures.isQuick() ? "2" : "20");
    const std::unique_ptr<FILE, int (*)(FILE*)> output(::popen(command.c_str(), "r"), ::pclose);
    std::array<char, 64> name{};
    double value = 0;
    while (output != nullptr && std::fscanf(output.get(), "%63s %lf", name.data(), &value) == 2)
        figures.add(std::string("callback.") + name.data(), value, "in all blocks");
}

} // namespace

void parley::bench::callbackBench(Figures& figures)
{
    const int blocks = figures.isQuick() ? 3000 : 30000;
    BusyBridge bridge(static_cast<int>(frames));
    if (!bridge.begin())
    {
        std::fprintf(stderr, "The agent of the callback bench was not heard within 20 s.\n");
        return;
    }
    const auto sentBefore = bridge.bytesSent();
    auto measured = measure(bridge, blocks);
    const auto seconds = static_cast<double>(blocks) * frames / BusyBridge::rate;
    const auto floor = measured.copy.quantile(0.999);
    figures.add("callback.median_us", measured.bridge.quantile(0.5), "us");
    figures.add("callback.median_us_copy", measured.copy.quantile(0.5), "us");
    figures.add("callback.median_us_fifo", measured.queues.quantile(0.5), "us");
    figures.add("callback.p999_us", measured.bridge.quantile(0.999), "us");
    figures.add("callback.p999_us_copy", floor, "us");
    figures.add("callback.p999_us_fifo", measured.queues.quantile(0.999), "us");
    figures.add("callback.p999_over_floor_us", measured.bridge.quantile(0.999) - floor, "us");
    figures.add("callback.sounding_share", static_cast<double>(measured.soundingBlocks) / blocks, "of blocks");
    figures.add("callback.sent_kb_per_s", static_cast<double>(bridge.bytesSent() - sentBefore) / 1000 / seconds, "kB");
    figures.add("callback.underruns", static_cast<double>(bridge.underruns()), "");
    count(figures);
}
