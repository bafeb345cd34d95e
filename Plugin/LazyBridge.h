// SPDX-License-Identifier: GPL-3.0-or-later
// A VoiceBridge that is made at the first connection: an instance that never connects opens no socket and holds no
// queue.
#pragma once

#include "Bridge/VoiceBridge.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace parley::plugin
{

/// Every function may be called from any thread but the audio thread, except where marked.
class LazyBridge
{
public:
    LazyBridge();
    /// Disconnects; waits at most a second. The audio thread must have stopped calling.
    ~LazyBridge();
    LazyBridge(const LazyBridge&) = delete;
    LazyBridge& operator=(const LazyBridge&) = delete;

    /// See VoiceBridge::prepare.
    void prepare(double sampleRate);

    /// See VoiceBridge::process; silence before the first connection.
    /// @thread audio
    void process(const float* const* in, int inChannels, const float* const* sidechain, int sidechainChannels,
                 float* const* out, int outChannels, int frames) noexcept;

    /// What the next blocks are under, see VoiceBridge: told again with each of them.
    /// @thread audio
    void setMuted(bool isMuted) noexcept;
    void setTalking(bool isTalking) noexcept;
    void setOffline(bool isOffline) noexcept;
    void setOutputGain(float gain) noexcept;

    /// See VoiceBridge::setAudio; kept for the first connection.
    void setAudio(const bridge::AudioSettings& settings);
    [[nodiscard]] bridge::AudioSettings audio() const;

    void connect(const bridge::ConnectSettings& settings);
    /// Not connected, the following do nothing.
    void disconnect();
    void updateSession(const wire::SessionConfig& changes);
    [[nodiscard]] Result<void> updateCast(const std::string& castText, const cast::CastHost& castHost);
    void sendText(std::string text);
    void interrupt();
    void approve(const std::string& callId, bool always);
    void reject(const std::string& callId, bool always, const std::string& message);

    /// See VoiceBridge::subscribe; also before the first connection. Once `unsubscribe` returned, the handler is not
    /// called any more.
    std::uint64_t subscribe(realtime::EventHandler handler);
    /// Idempotent.
    void unsubscribe(std::uint64_t subscription);

    /// True once the session that the latest `connect` began has failed or was ended by the service.
    [[nodiscard]] bool hasEnded() const noexcept;

    [[nodiscard]] bridge::BridgeStatus status() const;
    [[nodiscard]] std::vector<bridge::TranscriptLine> transcript() const;
    [[nodiscard]] bridge::BridgeCounters counters() const;
    [[nodiscard]] bridge::BridgeMeters takeMeters() noexcept;

private:
    struct Watch;

    /// The bridge, or null before the first connection. @thread any
    [[nodiscard]] bridge::VoiceBridge* made() const noexcept { return published.load(std::memory_order_acquire); }
    void make();

    mutable std::mutex guard; ///< The bridge is made, prepared and set one after the other.
    double rate = 48000.0;
    bridge::AudioSettings audioSettings;
    struct Subscriber
    {
        std::uint64_t number = 0;
        realtime::EventHandler handler;
        std::uint64_t atBridge = 0; ///< Its number there.
    };
    std::vector<Subscriber> subscribers;
    std::uint64_t lastSubscriber = 0;
    std::shared_ptr<Watch> watch;
    std::unique_ptr<bridge::VoiceBridge> owned;
    std::atomic<bridge::VoiceBridge*> published{nullptr};
    std::atomic<float> inputPeak{0.0F}; ///< Until the bridge is there to measure it.
    std::atomic<bool> isMuted{false};
};

} // namespace parley::plugin
