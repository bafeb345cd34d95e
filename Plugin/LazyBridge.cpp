// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/LazyBridge.h"

#include "Audio/Peak.h"

#include <algorithm>
#include <utility>

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

void LazyBridge::process(const float* const* in, int inChannels, const float* const* sidechain, int sidechainChannels,
                         float* const* out, int outChannels, int frames) noexcept
{
    if (auto* bridge = made(); bridge != nullptr)
    {
        bridge->process(in, inChannels, sidechain, sidechainChannels, out, outChannels, frames);
        return;
    }
    const float peak = isMuted.load(std::memory_order_relaxed) ? 0.0F : audio::peakOf(in, inChannels, 0, frames);
    if (peak > inputPeak.load(std::memory_order_relaxed))
        inputPeak.store(peak, std::memory_order_relaxed);
    for (int channel = 0; channel < outChannels; ++channel)
        if (out[channel] != nullptr)
            std::fill_n(out[channel], std::max(frames, 0), 0.0F);
}

void LazyBridge::setMuted(bool muted) noexcept
{
    isMuted.store(muted, std::memory_order_relaxed);
    if (auto* bridge = made(); bridge != nullptr)
        bridge->setMuted(muted);
}

void LazyBridge::setTalking(bool isTalking) noexcept
{
    if (auto* bridge = made(); bridge != nullptr)
        bridge->setTalking(isTalking);
}

void LazyBridge::setOffline(bool isOffline) noexcept
{
    if (auto* bridge = made(); bridge != nullptr)
        bridge->setOffline(isOffline);
}

void LazyBridge::setOutputGain(float gain) noexcept
{
    if (auto* bridge = made(); bridge != nullptr)
        bridge->setOutputGain(gain);
}

void LazyBridge::setAudio(const bridge::AudioSettings& settings)
{
    const std::lock_guard lock(guard);
    audioSettings = settings;
    if (owned != nullptr)
        owned->setAudio(settings);
}

bridge::AudioSettings LazyBridge::audio() const
{
    const std::lock_guard lock(guard);
    return audioSettings;
}

void LazyBridge::make()
{
    const std::lock_guard lock(guard);
    if (owned != nullptr)
        return;
    owned = std::make_unique<bridge::VoiceBridge>();
    owned->prepare(rate);
    owned->setAudio(audioSettings);
    owned->setMuted(isMuted);
    owned->subscribe(
        [seen = watch](const realtime::Event& event)
        {
            if (const auto* changed = std::get_if<realtime::ConnectionChanged>(&event))
                seen->observe(changed->state);
        });
    for (auto& subscriber : subscribers)
        subscriber.atBridge = owned->subscribe(subscriber.handler);
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

void LazyBridge::updateSession(const wire::SessionConfig& changes)
{
    if (auto* bridge = made(); bridge != nullptr)
        bridge->updateSession(changes);
}

Result<void> LazyBridge::updateCast(const std::string& castText, const cast::CastHost& castHost)
{
    auto* bridge = made();
    return bridge == nullptr ? Result<void>() : bridge->updateCast(castText, castHost);
}

void LazyBridge::approve(const std::string& callId, bool always)
{
    if (auto* bridge = made(); bridge != nullptr)
        bridge->approve(callId, always);
}

void LazyBridge::reject(const std::string& callId, bool always, const std::string& message)
{
    if (auto* bridge = made(); bridge != nullptr)
        bridge->reject(callId, always, message);
}

std::uint64_t LazyBridge::subscribe(realtime::EventHandler handler)
{
    const std::lock_guard lock(guard);
    Subscriber added{++lastSubscriber, std::move(handler), 0};
    if (owned != nullptr)
        added.atBridge = owned->subscribe(added.handler);
    subscribers.push_back(std::move(added));
    return lastSubscriber;
}

void LazyBridge::unsubscribe(std::uint64_t subscription)
{
    std::uint64_t atBridge = 0;
    {
        const std::lock_guard lock(guard);
        const auto found = std::ranges::find(subscribers, subscription, &Subscriber::number);
        if (found == subscribers.end())
            return;
        atBridge = found->atBridge;
        subscribers.erase(found);
    }
    // Waits for a call under way, which may want the lock.
    if (auto* bridge = made(); bridge != nullptr && atBridge != 0)
        bridge->unsubscribe(atBridge);
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

bridge::BridgeCounters LazyBridge::counters() const
{
    if (auto* bridge = made(); bridge != nullptr)
        return bridge->counters();
    return {};
}

bridge::BridgeMeters LazyBridge::takeMeters() noexcept
{
    if (auto* bridge = made(); bridge != nullptr)
        return bridge->takeMeters();
    return {inputPeak.exchange(0.0F), 0.0F};
}

} // namespace parley::plugin
