// SPDX-License-Identifier: Apache-2.0
// The microphone's way on the network thread: host blocks to messages of PCM16 at 24 kHz, and what is done to them on
// the way: cleaning, the echo rules, local turns and barge-in.
#pragma once

#include "Audio/CaptureFifo.h"
#include "Audio/VoiceDetector.h"
#include "Bridge/AudioSettings.h"
#include "Bridge/CaptureChain.h"
#include "Bridge/EchoReports.h"
#include "Bridge/EchoSettling.h"
#include "Bridge/EchoThreshold.h"
#include "Bridge/HalfDuplex.h"
#include "Bridge/LocalBargeIn.h"
#include "Bridge/PreRoll.h"
#include "Bridge/TurnGate.h"
#include "Realtime/Event.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace parley::bridge
{

struct CapturedMessage
{
    using Time = std::chrono::steady_clock::time_point;

    std::vector<std::int16_t> samples;   ///< May be empty when it ends a turn.
    Time capturedAt{};                   ///< Of its newest frame.
    bool wasHeldBack = false;            ///< It waited to become part of a turn (pre-roll).
    bool endsTurn = false;               ///< To be committed.
    std::optional<Time> speechEndedAt{}; ///< Of a turn that ends.
};

/// @thread network
class Capture
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// Called from `pump` and `use` alone. Each must be there.
    struct Listener
    {
        std::function<void(CapturedMessage)> onMessage;
        std::function<void()> onInterrupt; ///< The user speaks: the agent, should it do so too, is to be silent now.
        std::function<void(float)> onVoiceGain;              ///< What the agent's voice is to be multiplied with.
        std::function<void(const realtime::Event&)> onEvent; ///< LocalSpeech, EchoMeasured, Warning.
    };

    Capture(audio::CaptureFifo& from, Listener reports);

    /// Settings as `withinLimits` gives them; from the next block on.
    void use(const AudioSettings& wanted);

    /// Takes all blocks that wait, and hands on each message that became full. `agentSpeaks`: speech of its waits or
    /// sounds.
    void pump(bool agentSpeaks, Time now);

    /// Whether `pump` had better not wait for another beat: a message becomes full, or what is heard decides something.
    [[nodiscard]] bool isDue() const;

    /// Throws away what waits; turns and turned-down voices are over.
    void discard();

private:
    [[nodiscard]] bool detects() const noexcept;
    [[nodiscard]] std::size_t messageSamples() const noexcept;
    void take(CaptureFrame& frame, bool agentSpeaks, Time now);
    void gateEcho(CaptureFrame& frame, bool agentSpeaks);
    [[nodiscard]] bool passesCanceller(const CaptureFrame& frame);
    [[nodiscard]] bool isSpeech(const CaptureFrame& frame);
    void bargeIn(bool isSpeech, bool agentSpeaks);
    void setVoiceGain(float gain);
    void interrupt();
    void send(const CaptureFrame& frame, const TurnGate::Step& step);
    void append(const CaptureFrame& frame, bool wasHeldBack);
    void flush(bool endsTurn, std::optional<Time> speechEndedAt);
    void reportEcho(const CaptureFrame& frame, Time now);
    void tellFailures();

    audio::CaptureFifo& fifo;
    Listener listener;
    AudioSettings settings;
    audio::CapturedBlock block;
    std::vector<CaptureFrame> frames;
    CaptureChain chain;

    HalfDuplex halfDuplex;
    EchoThreshold threshold;
    EchoSettling settling;
    EchoReports echoReports;
    Envelope referenceEnvelope;
    float loudestReference = silenceDb;
    std::optional<audio::EchoEstimate> estimate;
    float gateGain = 1;

    std::optional<audio::VoiceDetector> detector;
    bool detectorFailed = false;
    LocalBargeIn barge;
    TurnGate turns;
    PreRoll preRoll;
    float voiceGain = 1;
    std::size_t framesOfPatience = 0; ///< An interruption was told; it takes effect meanwhile.
    CapturedMessage message;
};

} // namespace parley::bridge
