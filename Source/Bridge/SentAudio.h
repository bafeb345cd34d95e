// SPDX-License-Identifier: Apache-2.0
// The time axis of what was sent: when each stretch of it was captured, and where in it somebody spoke. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>

namespace parley::bridge
{

/// Positions count samples at 24 kHz since the last `restart`. The last 20 s are known; older ones are forgotten.
/// @thread one at a time
class SentAudio
{
public:
    using Time = std::chrono::steady_clock::time_point;

    static constexpr std::size_t mostWindows = 2000; ///< Of 10 ms.

    /// These samples follow what was sent; the last of them was captured at this time.
    void sent(std::span<const std::int16_t> samples, Time capturedAt);

    [[nodiscard]] std::uint64_t position() const noexcept { return end; }

    /// When the last speech in front of `before` was captured: of the windows that are, without rumble, at most 35 dB
    /// below the loudest and 9 dB above the quiet ones. The time of `before` where none is found within 5 s.
    [[nodiscard]] std::optional<Time> endOfSpeech(std::uint64_t before) const;

    void restart();

private:
    /// Ends where the next one begins, the last one at `end`.
    struct Window
    {
        Time capturedAt;
        float level = 0;
        std::uint32_t samples = 0;
    };
    /// Takes away what lies below 150 Hz. First order.
    struct HighPass
    {
        float in = 0;
        float out = 0;
        [[nodiscard]] float operator()(float sample) noexcept;
    };

    [[nodiscard]] float levelWithoutRumble(std::span<const std::int16_t> samples) noexcept;
    [[nodiscard]] float speechLevel() const;

    std::deque<Window> windows;
    HighPass first;
    HighPass second;
    std::uint64_t end = 0;
};

} // namespace parley::bridge
