// SPDX-License-Identifier: Apache-2.0
// What one audio host needs of Parley: process(in, out) on the audio thread, and a session behind it.
#pragma once

#include "Bridge/AudioSettings.h"
#include "Bridge/PipelineSettings.h"
#include "Bridge/Provider.h"
#include "Cast/CastHost.h"
#include "Realtime/Agent.h"
#include "Realtime/Event.h"
#include "Realtime/Rules/ReconnectLadder.h"
#include "Wire/SessionConfig.h"

#include <cstdint>
#include <memory>
#include <optional>
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
    std::vector<realtime::Agent> cast{};     ///< Whom a handoff by name may lead to; `agent` is always one of them.
    realtime::GuardrailSettings guardrails{};
    /// When not empty: the file (docs/agents-file.md) whose cast speaks, in the place of `agent`, `cast` and
    /// `guardrails`; what it says of the session wins over `session`.
    std::string agentsFile{};
    std::string castText{};         ///< As agentsFile, which goes before it: the text of such a file.
    cast::CastHost castHost{};      ///< What the host lends to the tools of either.
    wire::SessionConfig overCast{}; ///< Wins over what either says of the session.
    /// What the program can do for every agent, beside the agent's own tools.
    std::vector<realtime::Tool> tools{};
    /// Set: a voice pipeline in the place of a live session, over the same capture and playout and with the same
    /// events. The provider's model does not count then, nor do guardrails, hosted MCP servers and approvals.
    std::optional<PipelineSettings> pipeline{};
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
    /// silence. Any number of frames and of channels (below 0 counts as 0), null arrays and channels allowed; in and
    /// out may be the same memory, in any order of the channels. Allocates nothing, locks nothing, calls no system, and
    /// flushes denormal numbers to zero meanwhile.
    /// @thread audio
    void process(const float* const* in, int inChannels, float* const* out, int outChannels, int frames) noexcept;

    /// The same, with a sidechain: what the loudspeakers play, for the echo canceller, instead of the agent's voice.
    /// Without channels of it, that is what is written to `out`.
    /// @thread audio
    void process(const float* const* in, int inChannels, const float* const* sidechain, int sidechainChannels,
                 float* const* out, int outChannels, int frames) noexcept;

    /// The same with the channels of a frame side by side. Of more than 16 inputs the others are not heard; in and out
    /// may be the same memory where they have as many channels.
    /// @thread audio
    void processInterleaved(const float* in, int inChannels, float* out, int outChannels, int frames) noexcept;

    /// The input alone, for hosts whose microphone and output have clocks, rates or threads of their own; then `pull`
    /// is the other half, and `process` is not called. `sampleRate` is that of the input, `sidechain` what the
    /// loudspeakers play, which `EchoSettings` need: without it there is no echo to be known.
    /// @thread audio; one thread at a time, which need not be that of `pull`
    void push(const float* const* in, int inChannels, const float* const* sidechain, int sidechainChannels, int frames,
              double sampleRate) noexcept;
    void pushInterleaved(const float* in, int inChannels, const float* sidechain, int sidechainChannels, int frames,
                         double sampleRate) noexcept;

    /// The agent's voice alone, at the rate of `prepare`.
    /// @thread audio; one thread at a time, which need not be that of `push`
    void pull(float* const* out, int outChannels, int frames) noexcept;
    void pullInterleaved(float* out, int outChannels, int frames) noexcept;

    /// How the sound is treated from now on.
    void setAudio(const AudioSettings& settings);
    [[nodiscard]] AudioSettings audio() const;

    /// Muted, the service hears silence, and the input's meter stands at 0; the session goes on.
    /// @thread any; lock-free
    void setMuted(bool isMuted) noexcept;

    /// The talk key, for TurnMode::pushToTalk: its way up ends the user's turn.
    /// @thread any; lock-free
    void setTalking(bool isTalking) noexcept;

    /// The host renders faster (or slower) than real time: the agent is neither heard nor fed, what it says waits, and
    /// a Warning tells so once.
    /// @thread any; lock-free
    void setOffline(bool isOffline) noexcept;

    /// The agent's volume, linear, 1 at first: reached within 10 ms downwards and 30 ms upwards. Clamped to 0 to 100.
    /// @thread any; lock-free
    void setOutputGain(float gain) noexcept;

    /// Returns at once; what comes of it is told by events and `status`. When connected already, the old session ends
    /// first.
    void connect(const ConnectSettings& settings);
    void disconnect();

    /// See realtime::Session::updateSettings. Not connected: an ErrorEvent of code notConnected.
    void updateSession(wire::SessionConfig changes);

    /// The agents of the text of an agents file speak from now on, see realtime::Session::updateCast; what the text
    /// says of the session, and its guardrails, apply from the next session on, which `newVisitor` may begin. A voice
    /// pipeline goes on with its own agents until then, and warns. The error is that of `cast::parseCast`, and nothing
    /// changes then, nor where its tools clash with the program's, which is an ErrorEvent. Not connected: an ErrorEvent
    /// of code notConnected.
    [[nodiscard]] Result<void> updateCast(const std::string& castText, const cast::CastHost& castHost = {});

    /// A line of the user's, answered by the agent. Not connected: an ErrorEvent of code notConnected.
    void sendText(std::string text);

    /// Stops the agent: silence within 10 ms of audio time.
    void interrupt();

    /// See realtime::Session. Not connected: an ErrorEvent of code notConnected.
    void answerTool(std::string callId, Result<realtime::ToolOutput> output);
    void approve(std::string callId, bool always = false);
    void reject(std::string callId, bool always = false, std::string message = {});

    /// Somebody else speaks from now on: the agent is silent, and a new session with the settings of `connect` takes
    /// the place of this one, so that nobody knows what was said before; the greeting is said again. A recording goes
    /// on. The transcript is empty, also where there is no session to renew.
    void newVisitor();

    [[nodiscard]] BridgeStatus status() const;
    [[nodiscard]] std::vector<TranscriptLine> transcript() const;
    [[nodiscard]] BridgeCounters counters() const;
    /// Of the latest answer; empty before the first one.
    [[nodiscard]] std::optional<realtime::LatencyMeasured> latency() const;

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
