// SPDX-License-Identifier: Apache-2.0
// How long speech takes between the audio callback and the socket, both ways, while other sessions are busy.
#include "Benches.h"
#include "SoundCard.h"
#include "Statistics.h"
#include "StubBridges.h"
#include "StubService.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <mutex>

using namespace std::chrono_literals;

namespace parley::bench
{
namespace
{

constexpr int rate = 48000;
constexpr int blockFrames = 480;
constexpr std::size_t busySessions = 20;

/// The host's clock runs a little fast, so that blocks and pumps meet at every offset within ten seconds.
constexpr auto driftingBlock = 9990us;

/// A rising line of two seconds: the value of a sample says which one it is.
constexpr int rampFrames = 96000;
constexpr double rampLow = -0.9;
constexpr double rampHeight = 1.8;

/// Near its ends the line rings after resampling, and says nothing.
constexpr double rampMargin = 2000;

double milliseconds(std::int64_t nanoseconds)
{
    return static_cast<double>(nanoseconds) / 1e6;
}

/// Speaks the line, and remembers when each of its blocks left the callback.
class Speaker
{
public:
    explicit Speaker(StubBridges& spoken)
        : bridges(spoken)
        , block(blockFrames)
        , heard(blockFrames)
        , card(driftingBlock, [this] { speak(); })
    {
    }

    /// From the callback of the newest sample of each message to its arrival, in ms.
    [[nodiscard]] std::vector<double> latencies(const std::vector<Arrival>& arrivals)
    {
        const std::scoped_lock lock(mutex);
        std::vector<double> all;
        for (const auto& arrival : arrivals)
        {
            const auto height = static_cast<double>(arrival.lastSample) / 32768 - rampLow;
            const auto frame = height / rampHeight * rampFrames;
            if (frame < rampMargin || frame > rampFrames - rampMargin)
                continue;
            if (const auto leaving = leftAt(frame, arrival.at); leaving > 0)
                all.push_back(milliseconds(arrival.at - leaving));
        }
        return all;
    }

private:
    void speak()
    {
        for (auto& sample : block)
            sample = static_cast<float>(rampLow + rampHeight * static_cast<double>(frames++ % rampFrames) / rampFrames);
        const float* const in = block.data();
        float* const out = heard.data();
        bridges.front().process(&in, 1, &out, 1, blockFrames);
        const std::scoped_lock lock(mutex);
        left.push_back(steadyNanoseconds());
    }

    /// When the block with this frame of the line last left before `at`; 0 when none did. One LSB is 1.6 frames, so at
    /// the edge of a block the older one is taken.
    [[nodiscard]] std::int64_t leftAt(double frame, std::int64_t at) const
    {
        constexpr double blur = 2;
        constexpr std::size_t blocksOfRamp = rampFrames / blockFrames;
        std::int64_t found = 0;
        for (auto i = static_cast<std::size_t>((frame - blur) / blockFrames); i < left.size() && left[i] < at;
             i += blocksOfRamp)
            found = left[i];
        return found;
    }

    StubBridges& bridges;
    std::vector<float> block;
    std::vector<float> heard;
    std::int64_t frames = 0;
    std::mutex mutex;
    std::vector<std::int64_t> left;
    SoundCard card; ///< Last: it ends before what it uses.
};

/// Listens in blocks of one millisecond for the moment that silence ends.
class Hearer
{
public:
    explicit Hearer(StubBridges& heard)
        : bridges(heard)
        , card(1ms, [this] { listen(); })
    {
    }

    /// From the write of each pulse to the first block that sounds, in ms.
    [[nodiscard]] std::vector<double> latencies(const std::vector<std::int64_t>& pulses)
    {
        const std::scoped_lock lock(mutex);
        std::vector<double> all;
        for (const auto onset : onsets)
            if (const auto after = std::upper_bound(pulses.begin(), pulses.end(), onset); after != pulses.begin())
                all.push_back(milliseconds(onset - *std::prev(after)));
        return all;
    }

private:
    void listen()
    {
        const auto now = steadyNanoseconds();
        bridges.process(rate / 1000);
        const bool sounds = bridges.isSounding(0);
        if (sounds && !wasSounding)
        {
            const std::scoped_lock lock(mutex);
            onsets.push_back(now);
        }
        wasSounding = sounds;
    }

    StubBridges& bridges;
    bool wasSounding = false;
    std::mutex mutex;
    std::vector<std::int64_t> onsets;
    SoundCard card; ///< Last: it ends before what it uses.
};

} // namespace

void wireBench(Figures& figures)
{
    StubService stub;
    StubBridges busy(stub, role::speak, busySessions, rate);
    StubBridges speaking(stub, role::listen, 1, rate);
    StubBridges hearing(stub, role::pulse, 1, rate);
    const SoundCard load(10ms, [&] { busy.process(blockFrames); });
    Speaker speaker(speaking);
    Hearer hearer(hearing);
    std::this_thread::sleep_for(figures.isQuick() ? 10s : 600s);
    const auto up = speaker.latencies(stub.arrivals());
    const auto down = hearer.latencies(stub.pulses());
    figures.add("capture_to_wire.p99_ms", quantile(up, 0.99), "ms");
    figures.add("capture_to_wire.median_ms", median(up), "ms");
    figures.add("capture_to_wire.messages", static_cast<double>(up.size()), "messages");
    figures.add("wire_to_fifo.p99_ms", quantile(down, 0.99), "ms");
    figures.add("wire_to_fifo.median_ms", median(down), "ms");
    figures.add("wire_to_fifo.messages", static_cast<double>(down.size()), "messages");
}

} // namespace parley::bench
