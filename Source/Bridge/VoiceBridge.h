// SPDX-License-Identifier: Apache-2.0
// What one audio host needs of Parley: process(in, out) on the audio thread, and a session behind it.
#pragma once

#include "Bridge/Provider.h"
#include "Realtime/Agent.h"
#include "Realtime/Event.h"
#include "Realtime/Rules/ReconnectLadder.h"
#include "Wire/SessionConfig.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace parley::bridge
{

struct ConnectSettings
{
    ProviderSettings provider;
    realtime::Agent agent;
    wire::SessionConfig session;
    std::string recordFile; ///< When not empty: every frame both ways goes to this file, see docs/recording.md.
    realtime::ReconnectSettings reconnect{}; ///< A lost connection is made again; for each the service is found anew.
};

/// Where the bridge stands, fit to be shown.
struct BridgeStatus
{
    realtime::ConnectionState state = realtime::ConnectionState::disconnected;
    std::string sentence; ///< "Not connected.", or the reason in words and what to do.
};

/// Peaks since the last look, full scale at 1.
struct BridgeMeters
{
    float input = 0;
    float output = 0;
};

/// One line of the conversation. A line grows while its speaker speaks.
struct TranscriptLine
{
    wire::Role role = wire::Role::user;
    std::string itemId;
    std::string text;
    bool isFinal = false;
};

/// Counters of what went wrong on the way of the audio; each stays 0 on a good day, and none ever goes back.
struct BridgeCounters
{
    std::uint64_t captureFramesDropped = 0;
    std::uint64_t playoutUnderruns = 0;
    std::uint64_t earlyAudioSamplesDropped = 0; ///< Words spoken while connecting, older than 3 s.
    std::uint64_t eventsDropped = 0;
};

/// Every function may be called from any thread but the audio thread, except where marked. Nothing here touches the
/// network before `connect`.
class VoiceBridge
{
public:
    VoiceBridge();
    /// Disconnects; waits at most a second. The audio thread must have stopped calling.
    ~VoiceBridge();
    VoiceBridge(const VoiceBridge&) = delete;
    VoiceBridge& operator=(const VoiceBridge&) = delete;

    /// The host's rate, 8000 to 192000 Hz. The audio thread must not be calling meanwhile. May be called again at any
    /// time, also while connected: nothing said or heard is lost. Outside the range it is clamped, with a warning
    /// event.
    void prepare(double sampleRate);

    /// Takes `frames` frames of `inChannels` channels and fills `outChannels` channels with the agent's voice, or
    /// silence. Any number of frames from 0 up, 0 to any number of channels, null channel pointers allowed; in and out
    /// may be the same memory. Allocates nothing, locks nothing, calls no system.
    /// @thread audio
    void process(const float* const* in, int inChannels, float* const* out, int outChannels, int frames) noexcept;

    /// Returns at once; what comes of it is told by events and `status`. When connected already, the old session ends
    /// first.
    void connect(const ConnectSettings& settings);
    void disconnect();

    /// A line of the user's, answered by the agent. Not connected: an ErrorEvent of code notConnected.
    void sendText(std::string text);

    /// Stops the agent: silence within 10 ms of audio time.
    void interrupt();

    [[nodiscard]] BridgeStatus status() const;
    [[nodiscard]] std::vector<TranscriptLine> transcript() const;
    [[nodiscard]] BridgeCounters counters() const;

    /// @thread any but audio; lock-free, for a repaint timer
    [[nodiscard]] BridgeMeters takeMeters() noexcept;

    /// The handler is called on the tool pool, one event at a time, in order; it may block. Never called after
    /// `unsubscribe` or the destructor returned, except for the call that unsubscribes from inside itself.
    std::uint64_t subscribe(realtime::EventHandler handler);
    /// Idempotent.
    void unsubscribe(std::uint64_t subscription);

private:
    struct State;
    std::unique_ptr<State> state;
};

} // namespace parley::bridge
