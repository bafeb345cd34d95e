// SPDX-License-Identifier: Apache-2.0
// Cleans the microphone before it is sent: high-pass, echo cancelling, noise suppression, automatic gain.
#pragma once

#include "Base/Result.h"

#include <chrono>
#include <memory>
#include <optional>
#include <span>

namespace parley::audio
{

enum class NoiseReduction
{
    off,
    low,
    moderate,
    high
};

struct VoiceProcessing
{
    bool cancelsEcho = false;
    bool highPass = false;
    NoiseReduction noiseReduction = NoiseReduction::off;
    bool automaticGain = false;

    /// True when there is something to do at all.
    [[nodiscard]] bool isActive() const noexcept
    {
        return cancelsEcho || highPass || noiseReduction != NoiseReduction::off || automaticGain;
    }
    [[nodiscard]] bool operator==(const VoiceProcessing&) const = default;
};

/// What comes back of the reference through the microphone, over the last second in which the reference sounded. The
/// user's own voice and the microphone's noise are left out.
struct EchoEstimate
{
    std::optional<std::chrono::microseconds> delay; ///< From the reference to the microphone; empty: not found.
    double echoDb = -120;                           ///< The echo's power at the microphone, against the reference.
    double residualDb = -120;                       ///< What is left of it after cancelling, against the reference.
    /// So much is left that the agent may take it for the user: more than -50 dBFS and a third of all that is sent.
    bool hearsItself = false;
};

/// Mono at 48 kHz in frames of 10 ms, on WebRTC's audio processing. The delay between reference and microphone (0 to
/// 1 s, drifting) is found and taken out here. `process` allocates nothing.
/// @thread one at a time, any but audio
class VoiceProcessor
{
public:
    static constexpr int sampleRate = 48000;
    static constexpr std::size_t frameLength = 480;

    [[nodiscard]] static Result<VoiceProcessor> create(const VoiceProcessing& processing);
    ~VoiceProcessor();
    VoiceProcessor(VoiceProcessor&&) noexcept;
    VoiceProcessor& operator=(VoiceProcessor&&) noexcept;

    /// One frame, in place. `reference` is what was played in the same 10 ms (of the same clock as the microphone);
    /// empty: nothing was. Both are `frameLength` long.
    void process(std::span<float> microphone, std::span<const float> reference);

    /// Nothing while the processor cancels no echo, or the reference has sounded for less than half a second.
    [[nodiscard]] std::optional<EchoEstimate> echo() const;

    /// By how many frames at 48 kHz what comes out lags behind what went in.
    [[nodiscard]] std::size_t latencyFrames() const noexcept;

    /// Forgets what was heard, delay and echo path included.
    void reset();

private:
    struct State;
    explicit VoiceProcessor(std::unique_ptr<State> made);
    std::unique_ptr<State> state;
};

} // namespace parley::audio
