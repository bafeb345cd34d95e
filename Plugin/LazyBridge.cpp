// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/LazyBridge.h"

#include <algorithm>
#include <cmath>

namespace parley::plugin
{

/// Follows one attempt to connect from its beginning to its end; what is left of an earlier one comes before the
/// beginning and does not count.
struct LazyBridge::Watch
{
    std::atomic<bool> hasBegun{false};
    std::atomic<bool> isOver{false};

    void expect() noexcept
    {
        hasBegun = false;
        isOver = false;
    }

    void observe(realtime::ConnectionState state) noexcept
    {
        const bool isEnd =
            state == realtime::ConnectionState::disconnected || state == realtime::ConnectionState::failed;
        if (!isEnd)
            hasBegun = true;
        else if (hasBegun)
            isOver = true;
    }
};

namespace
{

float peakOf(const float* const* channels, int channelCount, int frames) noexcept
{
    float peak = 0.0F;
    for (int channel = 0; channel < channelCount; ++channel)
        for (int frame = 0; channels[channel] != nullptr && frame < frames; ++frame)
        {
            const float value = std::abs(channels[channel][frame]);
            if (std::isfinite(value))
                peak = std::max(peak, value);
        }
    return peak;
}

} // namespace

LazyBridge::LazyBridge()
    : watch(std::make_shared<Watch>())
{
}

LazyBridge::~LazyBridge() = default;

void LazyBridge::prepare(double sampleRate)
{
    const std::lock_guard lock(guard);
    rate = sampleRate;
    if (owned != nullptr)
        owned->prepare(rate);
}

void LazyBridge::process(const float* const* in, int inChannels, float* const* out, int outChannels,
                         int frames) noexcept
{
    if (auto* bridge = made(); bridge != nullptr)
    {
        bridge->process(in, inChannels, out, outChannels, frames);
        return;
    }
    const float peak = peakOf(in, inChannels, frames);
    if (peak > inputPeak.load(std::memory_order_relaxed))
        inputPeak.store(peak, std::memory_order_relaxed);
    for (int channel = 0; channel < outChannels; ++channel)
        if (out[channel] != nullptr)
            std::fill_n(out[channel], std::max(frames, 0), 0.0F);
}

void LazyBridge::make()
{
    const std::lock_guard lock(guard);
    if (owned != nullptr)
        return;
    owned = std::make_unique<bridge::VoiceBridge>();
    owned->prepare(rate);
    owned->subscribe(
        [seen = watch](const realtime::Event& event)
        {
            if (const auto* changed = std::get_if<realtime::ConnectionChanged>(&event))
                seen->observe(changed->state);
        });
    published.store(owned.get(), std::memory_order_release);
}

void LazyBridge::connect(const bridge::ConnectSettings& settings)
{
    make();
    watch->expect();
    made()->connect(settings);
}

void LazyBridge::disconnect()
{
    if (auto* bridge = made(); bridge != nullptr)
        bridge->disconnect();
}

void LazyBridge::sendText(std::string text)
{
    if (auto* bridge = made(); bridge != nullptr)
        bridge->sendText(std::move(text));
}

void LazyBridge::interrupt()
{
    if (auto* bridge = made(); bridge != nullptr)
        bridge->interrupt();
}

bool LazyBridge::hasEnded() const noexcept
{
    return watch->isOver;
}

bridge::BridgeStatus LazyBridge::status() const
{
    if (auto* bridge = made(); bridge != nullptr)
        return bridge->status();
    return {realtime::ConnectionState::disconnected, "Not connected."};
}

std::vector<bridge::TranscriptLine> LazyBridge::transcript() const
{
    if (auto* bridge = made(); bridge != nullptr)
        return bridge->transcript();
    return {};
}

bridge::BridgeMeters LazyBridge::takeMeters() noexcept
{
    if (auto* bridge = made(); bridge != nullptr)
        return bridge->takeMeters();
    return {inputPeak.exchange(0.0F), 0.0F};
}

} // namespace parley::plugin
