// SPDX-License-Identifier: Apache-2.0
// The resampler of the live path beside others: what it lets through, how even it is, how late, and what it costs.
#include "Audio/Resampler.h"
#include "Benches.h"
#include "ResamplerPeers.h"
#include "Support/ResamplerProbe.h"

#include <array>
#include <ctime>
#include <random>
#include <string>

namespace parley::bench
{
namespace
{

constexpr std::size_t blockFrames = 480;

struct Conversion
{
    int from = 0;
    int to = 0;
};

constexpr std::array conversions{Conversion{48000, 24000}, Conversion{44100, 24000}, Conversion{96000, 24000},
                                 Conversion{24000, 48000}, Conversion{24000, 44100}};

ResamplerStream makeOurs(int fromRate, int toRate)
{
    auto made = audio::Resampler::create(fromRate, toRate);
    const auto resampler = std::make_shared<audio::Resampler>(std::move(made).value());
    return [resampler](std::span<const float> from, std::vector<float>& to) { resampler->process(from, to); };
}

/// Calls `afterBlock(framesIn, framesOut)` after each block of a stream.
template <typename AfterBlock>
std::vector<float> streamed(const ResamplerStream& stream, std::span<const float> input, AfterBlock afterBlock)
{
    std::vector<float> output;
    for (std::size_t at = 0; at < input.size(); at += blockFrames)
    {
        stream(input.subspan(at, std::min(blockFrames, input.size() - at)), output);
        afterBlock(std::min(at + blockFrames, input.size()), output.size());
    }
    return output;
}

double secondsOfThisThread()
{
    std::timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double timesRealTime(const ResamplerStream& stream, int fromRate, double seconds)
{
    std::mt19937 random(1);
    std::vector<float> noise(blockFrames);
    for (auto& sample : noise)
        sample = static_cast<float>(random()) / 4294967296.0F - 0.5F;
    std::vector<float> output;
    const auto blocks = static_cast<int>(seconds * fromRate / blockFrames);
    const auto start = secondsOfThisThread();
    for (int i = 0; i < blocks; ++i)
    {
        output.clear();
        stream(noise, output);
    }
    return blocks * static_cast<double>(blockFrames) / fromRate / (secondsOfThisThread() - start);
}

/// Where a bell of 1 ms stands, in seconds.
double centre(std::span<const float> samples, int rate)
{
    double weight = 0;
    double moment = 0;
    for (std::size_t i = 0; i < samples.size(); ++i)
    {
        const auto power = static_cast<double>(samples[i]) * static_cast<double>(samples[i]);
        weight += power;
        moment += power * static_cast<double>(i);
    }
    return moment / weight / rate;
}

/// The longest time between the newest frame that went in and the frame of the input that the newest frame out is.
double latencyMs(const ResamplerStream& stream, Conversion conversion)
{
    std::vector<float> input(static_cast<std::size_t>(conversion.from) / 2, 0.0F);
    for (std::size_t i = 0; i < input.size(); ++i)
    {
        const auto time = (static_cast<double>(i) / conversion.from - 0.2) / 0.001;
        input[i] = static_cast<float>(std::exp(-0.5 * time * time));
    }
    double longest = 0;
    const auto afterBlock = [&](std::size_t in, std::size_t out)
    {
        const auto lag = static_cast<double>(in) / conversion.from - static_cast<double>(out) / conversion.to;
        // At first a resampler may have nothing to give.
        if (in > input.size() / 2)
            longest = std::max(longest, lag);
    };
    const auto output = streamed(stream, input, afterBlock);
    return 1000 * (longest + centre(output, conversion.to) - centre(input, conversion.from));
}

void measure(Figures& figures, const ResamplerPeer& peer)
{
    double alias = -300;
    double ripple = 0;
    double latency = 0;
    double speed = 1e9;
    for (const auto conversion : conversions)
    {
        const auto run = [&](std::span<const float> input)
        { return streamed(peer.make(conversion.from, conversion.to), input, [](std::size_t, std::size_t) {}); };
        const audio::ResamplerProbe probe{conversion.from, conversion.to, run, 0.3};
        alias = std::max(alias, probe.worstAliasDb(figures.isQuick() ? 12 : 61));
        ripple = std::max(ripple, probe.rippleDb(figures.isQuick() ? 8 : 45));
        latency = std::max(latency, latencyMs(peer.make(conversion.from, conversion.to), conversion));
        speed = std::min(speed, timesRealTime(peer.make(conversion.from, conversion.to), conversion.from,
                                              figures.isQuick() ? 20 : 120));
    }
    const auto name = [&](const char* figure) { return std::string("resampler.") + figure + peer.suffix; };
    figures.add(name("alias_db"), alias, "dB");
    figures.add(name("ripple_db"), ripple, "dB");
    figures.add(name("latency_ms"), latency, "ms");
    figures.add(name("x_realtime"), speed, "x");
}

} // namespace

void resamplerBench(Figures& figures)
{
    measure(figures, {"", makeOurs});
    for (const auto& peer : resamplerPeers())
        measure(figures, peer);
}

} // namespace parley::bench
