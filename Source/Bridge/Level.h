// SPDX-License-Identifier: Apache-2.0
// How loud a stretch of samples is, in dB against full scale, and the loudest of the last moments.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace parley::bridge
{

constexpr float silenceDb = -120;
/// What is louder counts as sounding.
constexpr float audibleDb = -60;

/// The mean power, `silenceDb` at least.
[[nodiscard]] float levelDb(std::span<const float> samples) noexcept;

/// The loudest of the last 400 ms: an echo comes back that late at most, its room's tail included.
/// @thread one at a time
class Envelope
{
public:
    static constexpr std::size_t frames = 40; ///< Of 10 ms.

    Envelope() { levels.fill(silenceDb); }

    /// The loudest, this frame of 10 ms included.
    float push(float level) noexcept;

private:
    std::array<float, frames> levels;
    std::size_t next = 0;
};

} // namespace parley::bridge
