// SPDX-License-Identifier: Apache-2.0
// Streaming mono resampler with exact frame counts, for the way between the host's rate and the wire's.
#pragma once

#include "Base/Result.h"

#include <memory>
#include <span>
#include <vector>

namespace parley::audio
{

/// speexdsp at quality 8: 103 dB alias rejection, flat to 0.9 of the band, 3.3 ms of latency.
/// Its filter's leading silence is not delivered: the first frame out belongs to the first frame in.
/// @thread one at a time; `process` allocates only while `to` grows
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

    [[nodiscard]] int fromRate() const noexcept;
    [[nodiscard]] int toRate() const noexcept;

private:
    struct State;
    explicit Resampler(std::unique_ptr<State> made);
    std::unique_ptr<State> state;
};

} // namespace parley::audio
