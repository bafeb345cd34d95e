// SPDX-License-Identifier: Apache-2.0
// Whether a lost connection is made again, and after which wait. Pure.
#pragma once

#include "Base/Error.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <random>

namespace parley::realtime
{

struct ReconnectSettings
{
    bool isOn = true;
    std::optional<int> mostAttempts{}; ///< In a row; empty: an installation goes on for ever.
    /// Also before there ever was a session. Off, a wrong address is told at once; on, a program that starts before its
    /// network waits for it.
    bool retriesFirst = false;
    /// A connection that was good for so long begins the ladder anew when it is lost.
    std::chrono::milliseconds goodAfter{60000};

    [[nodiscard]] bool operator==(const ReconnectSettings&) const = default;
};

/// Each wait is drawn from nothing to the step's length, so that the clients of a service that restarts do not all come
/// back at once.
/// @thread one at a time
class ReconnectLadder
{
public:
    using Time = std::chrono::steady_clock::time_point;

    static constexpr std::array<std::chrono::milliseconds, 7> steps{
        std::chrono::milliseconds(500),  std::chrono::milliseconds(1000), std::chrono::milliseconds(2000),
        std::chrono::milliseconds(4000), std::chrono::milliseconds(8000), std::chrono::milliseconds(15000),
        std::chrono::milliseconds(30000)};

    /// The longest wait that a service may ask for (Retry-After).
    static constexpr std::chrono::seconds longestRetryAfter{600};

    ReconnectLadder(ReconnectSettings reconnectSettings, std::uint64_t seed);

    void connected(Time now);

    /// The connection was lost, or could not be made. How long to wait before the next attempt; nothing when none is
    /// to follow: it is switched off, there were enough, or another attempt would meet the same fault.
    [[nodiscard]] std::optional<std::chrono::milliseconds> lost(const Error& reason, Time now);

    /// The number of the attempt that `lost` announced, from 1.
    [[nodiscard]] int attempt() const noexcept { return attempts; }
    [[nodiscard]] bool isOn() const noexcept { return settings.isOn; }

    /// The user connects: nothing of what was before counts.
    void reset();

private:
    [[nodiscard]] bool mayPass(const Error& reason) const;

    const ReconnectSettings settings;
    std::mt19937_64 random;
    int attempts = 0;
    bool hasConnected = false;
    std::optional<Time> connectedAt;
};

} // namespace parley::realtime
