// SPDX-License-Identifier: Apache-2.0
// The audio that a client has sent and that is not committed yet, on an axis that counts from the session's start.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace parley::service
{

/// Mono at 24 kHz. Positions are samples received since the session began; they never go back.
class InputBuffer
{
public:
    /// Ten minutes: 28.8 MB. Beyond it the oldest samples are dropped.
    static constexpr std::int64_t capacity = 10LL * 60 * 24000;

    /// Returns how many samples were dropped to make room.
    std::int64_t append(std::span<const std::int16_t> samples);

    /// Forgets what lies before `position`.
    void dropBefore(std::int64_t position);
    void clear() { dropBefore(end()); }

    /// What lies between the two positions, as far as it is still held.
    [[nodiscard]] std::vector<std::int16_t> copy(std::int64_t from, std::int64_t to) const;

    /// Takes what lies between the two positions as far as it is still held, and forgets all before `last`.
    [[nodiscard]] std::vector<std::int16_t> take(std::int64_t first, std::int64_t last);

    [[nodiscard]] std::int64_t begin() const noexcept { return first; }
    [[nodiscard]] std::int64_t end() const noexcept { return first + static_cast<std::int64_t>(held.size()); }

private:
    std::deque<std::int16_t> held;
    std::int64_t first = 0;
};

constexpr std::int64_t samplesPerMs = 24;

[[nodiscard]] constexpr std::int64_t toSamples(std::chrono::milliseconds duration)
{
    return duration.count() * samplesPerMs;
}

[[nodiscard]] constexpr std::int64_t toMs(std::int64_t samples)
{
    return samples / samplesPerMs;
}

} // namespace parley::service
