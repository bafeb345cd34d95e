// SPDX-License-Identifier: Apache-2.0
// WebRTC's audio processing for one mono stream at one rate, in frames of 10 ms.
#pragma once

#include "Audio/Detail/WebRtc.h"

#include <array>
#include <memory>
#include <span>

namespace parley::audio::detail
{

/// Its parts are switched on by the owner through `parts`; none is on at first. No frame allocates once all are on.
/// @thread one at a time, any but audio
class WebRtcProcessing
{
public:
    /// `sampleRate` is one of 8000, 16000, 32000 and 48000 Hz.
    explicit WebRtcProcessing(int sampleRate);

    /// False: the library could not be set up, for want of memory.
    [[nodiscard]] bool isReady() const noexcept { return isMade; }
    [[nodiscard]] webrtc::AudioProcessing& parts() noexcept { return *processing; }

    /// One frame of what is played; goes before the microphone's frame that holds its echo.
    void playReference(std::span<const float> frame);

    /// One frame of the microphone, in place. `delayMs` is how much later the echo comes than its reference did.
    void process(std::span<float> frame, int delayMs);

    /// Forgets the signals; the settings stay.
    void reset();

private:
    int sampleRate;
    std::unique_ptr<webrtc::AudioProcessing> processing;
    std::array<float, 480> played{}; ///< What the library gives back of the reference; nobody wants it.
    bool isMade = false;
};

} // namespace parley::audio::detail
