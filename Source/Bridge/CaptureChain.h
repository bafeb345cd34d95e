// SPDX-License-Identifier: Apache-2.0
// The microphone's sound from the host's blocks to frames at the wire's rate: gain, cleaning, resampling.
#pragma once

#include "Audio/CaptureFifo.h"
#include "Audio/Resampler.h"
#include "Audio/VoiceProcessor.h"
#include "Bridge/AudioSettings.h"
#include "Bridge/CaptureClock.h"
#include "Bridge/CaptureFrame.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

namespace parley::bridge
{

/// Every frame in comes out once, behind a few milliseconds of silence, also over changes of the settings and of the
/// rate. Frames that the host's queue dropped become silence of their length (at most `longestGap`), so that the time
/// axis holds.
/// Allocates nothing per block once its buffers have grown.
/// @thread network
class CaptureChain
{
public:
    static constexpr std::chrono::seconds longestGap{1};

    /// Applies from the next block on.
    void use(const CaptureSettings& capture, EchoMode echo);

    void process(const audio::CapturedBlock& block);

    /// Appends the frames that became full. After all blocks that wait: the times are exact then.
    void takeFrames(std::vector<CaptureFrame>& to);

    /// About how many samples `takeFrames` would choose from once so many more host frames were processed.
    [[nodiscard]] std::size_t samplesWith(std::size_t hostFrames) const noexcept;

    /// Of the echo canceller; nothing in other modes.
    [[nodiscard]] std::optional<audio::EchoEstimate> echo() const;

    /// What could not be made since the last call: the sound then goes on without it.
    [[nodiscard]] std::optional<Error> takeFailure();

    /// With how many samples of silence all begins: a frame's last sample was captured so much before the end of the
    /// time that the frames count.
    [[nodiscard]] std::size_t leadSamples() const noexcept { return lead; }

    /// Forgets what was put in, but not what the echo canceller has learned.
    void reset();

private:
    struct Levels
    {
        std::uint64_t end = 0; ///< In samples at 24 kHz.
        float microphone = silenceDb;
        float reference = silenceDb;
    };

    [[nodiscard]] int innerRate() const noexcept;
    [[nodiscard]] std::size_t innerFrame() const noexcept { return static_cast<std::size_t>(innerRate()) / 100; }
    [[nodiscard]] std::uint64_t wireEnd(std::uint64_t innerSamples) const noexcept;
    void prepare(int rate);
    void begin();
    void fillGap(const audio::CapturedBlock& block);
    void put(std::span<const float> frames, std::span<const float> played);
    [[nodiscard]] std::span<const float> withGain(std::span<const float> frames);
    void advance();
    void processFrame(std::span<float> sound, std::span<const float> played);
    void deliver(std::span<const float> sound);
    void drainInput();
    void drain();

    audio::VoiceProcessing processing;
    bool usesReference = false;
    float gain = 1;
    float wantedGain = 1;

    int hostRate = 0;
    std::optional<audio::Resampler> microphoneIn;
    std::optional<audio::Resampler> referenceIn;
    std::optional<audio::VoiceProcessor> processor;
    std::optional<audio::Resampler> out;
    std::optional<Error> failure;
    std::optional<std::uint64_t> nextFrame; ///< Of the fifo.

    std::vector<float> gained;
    std::vector<float> silence;
    std::vector<float> microphone; ///< At the inner rate, not processed yet.
    std::vector<float> reference;  ///< The same frames.
    std::vector<float> ready;      ///< At the wire's rate, not taken yet.
    std::deque<Levels> levels;
    Levels level;

    std::size_t leadIn = 0;           ///< Frames of the processor's delay that are still to be left out.
    std::uint64_t innerIn = 0;        ///< Since `wireBase`, up to the last change of the host's rate.
    std::uint64_t hostIn = 0;         ///< Since that change.
    std::uint64_t innerProcessed = 0; ///< Since `wireBase`.
    std::uint64_t wireBase = 0;
    std::size_t lead = 0;
    std::uint64_t taken = 0;
    CaptureClock clock;
};

} // namespace parley::bridge
