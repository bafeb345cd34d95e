// SPDX-License-Identifier: Apache-2.0
#include "StubBridges.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace parley::bench
{
namespace
{

constexpr std::size_t largestBlock = 4096;

/// Below it nothing is heard: -100 dB of full scale.
constexpr float silence = 1e-5F;

} // namespace

StubBridges::StubBridges(const StubService& stub, const char* role, std::size_t count, int sampleRate)
    : input(largestBlock)
    , output(largestBlock)
    , sounds(count)
{
    for (std::size_t i = 0; i < input.size(); ++i)
        input[i] = 0.3F * std::sin(0.0523599F * static_cast<float>(i));
    for (std::size_t i = 0; i < count; ++i)
    {
        bridges.push_back(std::make_unique<bridge::VoiceBridge>());
        bridges.back()->prepare(sampleRate);
        bridge::ConnectSettings settings;
        settings.provider.provider = bridge::Provider::custom;
        settings.provider.url = stub.url(role, i);
        bridges.back()->connect(settings);
    }
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    for (const auto& bridge : bridges)
        while (bridge->status().state != realtime::ConnectionState::ready)
        {
            if (std::chrono::steady_clock::now() > deadline)
            {
                std::fprintf(stderr, "A session with the stub did not begin: %s\n", bridge->status().sentence.c_str());
                std::exit(1);
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
}

void StubBridges::process(int frames) noexcept
{
    const float* const in = input.data();
    float* const out = output.data();
    for (std::size_t i = 0; i < bridges.size(); ++i)
    {
        bridges[i]->process(&in, 1, &out, 1, frames);
        sounds[i] = std::any_of(out, out + frames, [](float sample) { return std::abs(sample) > silence; });
    }
}

std::uint64_t StubBridges::underruns() const
{
    std::uint64_t sum = 0;
    for (const auto& bridge : bridges)
        sum += bridge->counters().playoutUnderruns;
    return sum;
}

} // namespace parley::bench
