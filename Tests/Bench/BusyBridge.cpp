// SPDX-License-Identifier: Apache-2.0
#include "BusyBridge.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

namespace parley::bench
{

using namespace std::chrono_literals;

BusyBridge::BusyBridge(int framesABlock)
    : frames(framesABlock)
    , left(static_cast<std::size_t>(framesABlock))
    , right(static_cast<std::size_t>(framesABlock))
{
    bridge.prepare(rate);
    parley::bridge::ConnectSettings settings;
    settings.provider.provider = parley::bridge::Provider::custom;
    settings.provider.url = service.url();
    bridge.connect(settings);
}

bool BusyBridge::begin()
{
    auto due = std::chrono::steady_clock::now();
    for (const auto end = due + 20s; due < end; due += std::chrono::microseconds(1'000'000LL * frames / rate))
    {
        fill();
        process();
        if (isSounding())
            return true;
        std::this_thread::sleep_until(due);
    }
    return false;
}

void BusyBridge::process() noexcept
{
    const std::array<const float*, 2> in{left.data(), right.data()};
    const std::array<float*, 2> out{left.data(), right.data()};
    bridge.process(in.data(), 2, out.data(), 2, frames);
}

void BusyBridge::fill() noexcept
{
    for (std::size_t i = 0; i < left.size(); ++i)
    {
        left[i] = static_cast<float>(i % 97) / 200.0F - 0.25F;
        right[i] = -left[i] / 2;
    }
}

} // namespace parley::bench
