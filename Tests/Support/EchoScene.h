// SPDX-License-Identifier: Apache-2.0
// A room with a loudspeaker, a microphone and somebody in it, as signals at 48 kHz.
#pragma once

#include "Audio/VoiceProcessor.h"

#include <functional>
#include <vector>

namespace parley::audio
{

struct EchoSetup
{
    double delayMs = 0;          ///< From the reference to the first sound of it at the microphone.
    double driftPpm = 0;         ///< So much faster does the microphone's clock run: the delay grows.
    double echoDb = -6;          ///< The echo against the reference.
    double reverberation = 0.3;  ///< RT60 in seconds.
    std::size_t reflections = 0; ///< 0: as many as there are samples.
    bool isClipping = false;     ///< The loudspeaker clips softly.
};

struct EchoScene
{
    std::vector<float> reference;
    std::vector<float> near; ///< As it reaches the microphone.
    std::vector<float> microphone;
    std::vector<float> output; ///< What `run` made of it.

    /// `far` and `near` at 16 kHz; `near` may be shorter. The microphone adds noise of 3 LSB of 16 bits.
    EchoScene(const EchoSetup& setup, const std::vector<float>& far, const std::vector<float>& nearSpeech);

    /// Cleans one frame of the microphone in place, given the reference of the same time.
    using Canceller = std::function<void(std::span<float> microphone, std::span<const float> reference)>;

    /// Sends all of it through.
    void run(const Canceller& canceller);
    void run(VoiceProcessor& processor);

    /// By how much the output is below the microphone, in dB.
    [[nodiscard]] double erleDb(double fromSeconds, double toSeconds) const;

    /// Start of the first second with 20 dB of it; -1: there is none.
    [[nodiscard]] double secondsToConverge() const;

    /// How much of the near speech is lost in the output: its coherent projection, with `latency` in frames.
    [[nodiscard]] double nearLossDb(double fromSeconds, double toSeconds, std::size_t latency) const;
};

} // namespace parley::audio
