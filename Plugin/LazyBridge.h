// SPDX-License-Identifier: GPL-3.0-or-later
// A VoiceBridge that is made at the first connection: an instance that never connects starts no thread.
#pragma once

#include "Bridge/VoiceBridge.h"

#include <atomic>
#include <memory>
#include <mutex>

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
    void process(const float* const* in, int inChannels, float* const* out, int outChannels, int frames) noexcept;

    /// @thread message
    void connect(const bridge::ConnectSettings& settings);
    void disconnect();
    /// Not connected: nothing.
    void sendText(std::string text);
    void interrupt();

    /// True once the session that the latest `connect` began has failed or was ended by the service.
    /// @thread message
    [[nodiscard]] bool hasEnded() const noexcept;

    [[nodiscard]] bridge::BridgeStatus status() const;
    [[nodiscard]] std::vector<bridge::TranscriptLine> transcript() const;
    [[nodiscard]] bridge::BridgeMeters takeMeters() noexcept;

private:
    struct Watch;

    /// The bridge, or null before the first connection. @thread any
    [[nodiscard]] bridge::VoiceBridge* made() const noexcept { return published.load(std::memory_order_acquire); }
    void make();

    std::mutex guard; ///< The bridge is made and prepared one after the other.
    double rate = 48000.0;
    std::shared_ptr<Watch> watch;
    std::unique_ptr<bridge::VoiceBridge> owned;
    std::atomic<bridge::VoiceBridge*> published{nullptr};
    std::atomic<float> inputPeak{0.0F}; ///< Until the bridge is there to measure it.
};

} // namespace parley::plugin
