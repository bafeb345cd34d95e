// SPDX-License-Identifier: Apache-2.0
// When a session moves to a new connection before the service ends the old one. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace parley::realtime
{

/// From two minutes before the end a quiet moment is looked for: nobody speaks, nothing sounds, nothing is asked. The
/// new connection is opened then and taken at the next such moment; both happen without one shortly before the end.
/// @thread one at a time
class RollOver
{
public:
    using Time = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::seconds warnBefore{120};
    static constexpr std::chrono::seconds forceBefore{15};
    /// Between two attempts to open the new connection.
    static constexpr std::chrono::seconds retryPause{5};
    /// The longest session of the service (docs/protocol.md, "Connecting"). A clock that is wrong cannot make it
    /// longer.
    static constexpr std::chrono::minutes longestSession{60};

    enum class Step
    {
        none,
        warn, ///< Tell that the session comes to its end.
        open, ///< Open the new connection beside the old one.
        move  ///< Go over to it.
    };

    /// `expiresAt` and `now` by the calendar, in epoch seconds; 0 where they are not known. Without the first the
    /// session has no end that could be prepared.
    void sessionBegan(std::int64_t expiresAt, std::int64_t epochSeconds, Time now);

    /// What to do now. To be asked again until it is nothing.
    [[nodiscard]] Step next(bool isQuiet, Time now);
    void nextIsReady() noexcept;
    void nextFailed(Time now) noexcept;

    [[nodiscard]] bool hasNext() const noexcept { return phase == Phase::opening || phase == Phase::ready; }
    [[nodiscard]] bool isNextReady() const noexcept { return phase == Phase::ready; }
    [[nodiscard]] std::chrono::seconds left(Time now) const;
    [[nodiscard]] std::optional<Time> deadline(Time now) const;

    /// The connection is gone.
    void reset() noexcept;

private:
    enum class Phase
    {
        idle,
        waiting,
        opening,
        ready
    };
    Phase phase = Phase::idle;
    std::optional<Time> end;
    Time warnAt{};
    Time forceAt{};
    Time retryAt{};
};

} // namespace parley::realtime
