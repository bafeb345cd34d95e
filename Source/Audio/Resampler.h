// SPDX-License-Identifier: Apache-2.0
// Streaming mono resampler with exact frame counts, for the way between the host's rate and the wire's.
#pragma once

#include "Base/Result.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace parley::audio
{

/// A polyphase filter of fixed latency, shared by all resamplers between the same rates: aliases and images are 105 dB
/// down at every rate of a host, it is flat to 0.9 of the band, and has 2.7 to 3.3 ms of latency at rates from 22 kHz
/// on. Its leading silence is not delivered: the first frame out belongs to the first frame in.
/// @thread one at a time; nothing is allocated when `to` has room for `mostFramesFor` more frames
class Resampler
{
public:
    /// Rates in Hz, 4000 to 768000. Equal rates pass the samples through.
    [[nodiscard]] static Result<Resampler> create(int fromRate, int toRate);
    ~Resampler();
    Resampler(Resampler&&) noexcept;
    Resampler& operator=(Resampler&&) noexcept;

    /// Appends what is ready to `to`.
    void process(std::span<const float> from, std::vector<float>& to);

    /// Appends the rest, so that all frames out since creation or `reset` are in * toRate / fromRate, rounded up; then
    /// resets.
    void finish(std::vector<float>& to);

    /// Forgets all that was put in.
    void reset();

    /// What `to` must have room for beyond its size, so that one `process` of so many frames, or the `finish` after it,
    /// allocates nothing.
    [[nodiscard]] std::size_t mostFramesFor(std::size_t framesIn) const noexcept;

    /// How far the output lags behind the input: the filter looks so far ahead.
    [[nodiscard]] std::chrono::microseconds latency() const noexcept;

    [[nodiscard]] int fromRate() const noexcept;
    [[nodiscard]] int toRate() const noexcept;

private:
    struct State;
    explicit Resampler(std::unique_ptr<State> made);
    std::unique_ptr<State> state;
};

} // namespace parley::audio
