// SPDX-License-Identifier: Apache-2.0
// Tells speech from silence and noise, frame by frame, on this side of the wire.
#pragma once

#include "Base/Result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

namespace parley::audio
{

/// 10 ms of the signal, judged.
struct VoiceFrame
{
    bool isSpeech = false;
    float levelDb = -120;   ///< Of the frame as it came in, RMS against full scale.
    std::uint64_t last = 0; ///< One past its last sample, counted since creation or `reset`.
};

/// WebRTC's detector at its lowest likelihood, behind its high-pass and noise suppression.
/// @thread one at a time, any but audio
class VoiceDetector
{
public:
    static constexpr int sampleRate = 24000;
    static constexpr std::size_t frameLength = 240;

    [[nodiscard]] static Result<VoiceDetector> create();
    ~VoiceDetector();
    VoiceDetector(VoiceDetector&&) noexcept;
    VoiceDetector& operator=(VoiceDetector&&) noexcept;

    /// Takes any number of samples at 24 kHz and calls `judged` for each 10 ms that became full, in order.
    void process(std::span<const float> samples, const std::function<void(const VoiceFrame&)>& judged);

    /// Forgets what was heard.
    void reset();

private:
    struct State;
    explicit VoiceDetector(std::unique_ptr<State> made);
    std::unique_ptr<State> state;
};

} // namespace parley::audio
