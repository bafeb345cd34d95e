// SPDX-License-Identifier: Apache-2.0
// How much of the reference is in the microphone and in what is left of it after cancelling, over the last second in
// which the reference sounded.
#pragma once

#include "Audio/Detail/Decimator.h"
#include "Audio/Detail/RealFft.h"
#include "Audio/VoiceProcessor.h"

#include <vector>

namespace parley::audio::detail
{

/// By magnitude-squared coherence, so that a user who speaks meanwhile and the microphone's noise do not count. What
/// the room holds longer than its window of 256 ms does not count either: in a room of RT60 300 ms, 1 to 2 dB.
/// @thread one at a time, any; only the constructor allocates
class EchoMeter
{
public:
    EchoMeter();

    /// The reference as the canceller got it and the microphone in front of it: one frame of 10 ms at 48 kHz.
    void before(std::span<const float> reference, std::span<const float> microphone);

    /// The same frame behind it.
    void after(std::span<const float> microphone);

    /// Without its delay. Nothing: the reference has not sounded for half a second yet.
    [[nodiscard]] std::optional<EchoEstimate> estimate() const;

    /// Forgets what was heard.
    void reset();

private:
    /// One of the three signals at 8 kHz, its last window and that window's spectrum.
    struct Signal
    {
        Decimator decimator;
        std::vector<float> window;
        std::vector<RealFft::Bin> spectrum;
    };

    /// A signal against the reference, per frequency.
    struct Share
    {
        std::vector<float> power;
        std::vector<RealFft::Bin> common;
    };

    struct Sums
    {
        double all = 0;
        double coherent = 0;
    };

    void take(Signal& signal, std::span<const float> frame) const;
    void transform(Signal& signal);
    void average(Share& share, const Signal& signal, float part) const;
    [[nodiscard]] Sums sums(const Share& share) const;
    void measure();

    RealFft fft;
    std::vector<float> hann;
    std::vector<float> windowed;
    Signal reference;
    Signal microphone;
    Signal residual;
    std::vector<float> referencePower;
    Share echo;
    Share left;
    std::size_t waiting = 0; ///< Samples since the last measurement.
    int measured = 0;        ///< Measurements in the average, up to as many as it holds.
};

} // namespace parley::audio::detail
