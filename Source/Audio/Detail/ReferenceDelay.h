// SPDX-License-Identifier: Apache-2.0
// Holds the reference back by any time up to a second, also by parts of a sample, and changes that smoothly.
#pragma once

#include <array>
#include <span>
#include <vector>

namespace parley::audio::detail
{

/// Frames of 10 ms at 48 kHz. Between the samples a windowed sinc of 16 taps is read: flat to 16 kHz.
/// @thread one at a time, any; only the constructor allocates
class ReferenceDelay
{
public:
    static constexpr int sampleRate = 48000;
    static constexpr std::size_t frameLength = 480;
    static constexpr std::size_t taps = 16;
    static constexpr std::size_t longest = sampleRate; ///< In samples.
    using Frame = std::array<float, frameLength>;

    ReferenceDelay();

    /// From the next frame on. Small changes are made over 160 ms, larger ones (from 2 ms on) at once. In samples.
    void set(double samples);

    /// `frame` is `frameLength` long; empty is silence.
    [[nodiscard]] const Frame& process(std::span<const float> frame);

    /// Silence, and no delay.
    void reset();

private:
    using Taps = std::array<float, taps>;
    void read(double samples, Frame& to) const;

    std::vector<float> history; ///< Oldest first; the frame at its end, with the half of a filter ahead of it missing.
    Frame made{};
    Frame next{};
    double current = 0;
    double wanted = 0;
    int framesLeft = 0; ///< Until `current` is `wanted`.
};

} // namespace parley::audio::detail
