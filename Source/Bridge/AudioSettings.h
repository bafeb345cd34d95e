// SPDX-License-Identifier: Apache-2.0
// How a host's sound is treated on its way to the agent and back. Each may be changed at any time, also in the middle
// of a sentence; nothing said or heard is lost by it.
#pragma once

#include "Audio/VoiceProcessor.h"

#include <chrono>

namespace parley::bridge
{

/// What is done against the agent hearing itself.
enum class EchoMode
{
    off,
    gate,            ///< Half duplex: while the agent sounds, and a moment longer, silence is sent.
    raisedThreshold, ///< While the agent sounds, only what is clearly louder than the usual echo is sent.
    cancel           ///< The echo is taken out of the microphone's signal.
};

/// Who says where the user's turn ends.
enum class TurnMode
{
    service,    ///< The service, as the session's turn detection has it (server VAD, semantic VAD).
    local,      ///< The voice detector on this side; the session's turn detection is off.
    pushToTalk, ///< The talk key; the session's turn detection is off.
    off         ///< Nobody: what is said is sent and never committed by itself.
};

struct CaptureSettings
{
    static constexpr int allChannels = -1;
    static constexpr double lowestGainDb = -60;
    static constexpr double highestGainDb = 40;

    int channel = allChannels; ///< Of the host's input; `allChannels`: their mean. One that is not there is silence.
    double gainDb = 0;
    bool highPass = false; ///< Below 100 Hz: rumble and hum.
    audio::NoiseReduction noiseReduction = audio::NoiseReduction::off;
    bool automaticGain = false;
    std::chrono::milliseconds message{20}; ///< What one message holds, 10 to 100 ms in steps of 10.

    [[nodiscard]] bool operator==(const CaptureSettings&) const = default;
};

struct EchoSettings
{
    EchoMode mode = EchoMode::off;
    /// In mode `gate`: how long the gate stays shut after the last audible frame.
    std::chrono::milliseconds hold{300};
    /// In mode `raisedThreshold`: how far above the echo's usual level the user must be.
    double marginDb = 10;

    [[nodiscard]] bool operator==(const EchoSettings&) const = default;
};

struct TurnSettings
{
    TurnMode mode = TurnMode::service;
    /// Speech that the detector on this side hears stops the agent without waiting for the service: it is turned down
    /// at once, and stopped when the speech is confirmed.
    bool localBargeIn = false;
    std::chrono::milliseconds confirmation{150}; ///< So much speech in a row is speech; 50 to 1000.
    double duckDb = -15;                         ///< How far the agent is turned down meanwhile.
    std::chrono::milliseconds silence{500};      ///< In mode `local`: so much silence ends a turn; 100 to 5000.
    std::chrono::milliseconds preRoll{
        300}; ///< In modes `local` and `pushToTalk`: sent from before the start; 0 to 1000.

    [[nodiscard]] bool operator==(const TurnSettings&) const = default;
};

/// The prebuffer is the audio wanted before an answer starts to sound. It grows after an underrun and shrinks when
/// calm.
struct PrebufferSettings
{
    std::chrono::milliseconds initial{40};
    std::chrono::milliseconds least{20};
    std::chrono::milliseconds most{400};

    [[nodiscard]] bool operator==(const PrebufferSettings&) const = default;
};

struct AudioSettings
{
    CaptureSettings capture;
    EchoSettings echo;
    TurnSettings turns;
    PrebufferSettings prebuffer;

    [[nodiscard]] bool operator==(const AudioSettings&) const = default;
};

} // namespace parley::bridge
