// SPDX-License-Identifier: Apache-2.0
// When to tell how much of the agent comes back through the microphone, and when to warn that it hears itself. Pure.
#pragma once

#include "Realtime/Event.h"

#include <chrono>
#include <cstddef>
#include <optional>

namespace parley::bridge
{

/// @thread one at a time
class EchoReports
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// The agent is said to hear itself when it did for so many reports in a row: less may be the canceller learning.
    static constexpr std::size_t reportsToWarn = 3;
    static constexpr std::chrono::seconds betweenWarnings{60};

    /// For each 10 ms in which the reference sounds, with the levels of both. True when a second of them is full.
    [[nodiscard]] bool sounded(float microphoneDb, float referenceDb) noexcept;

    /// The echo's power against the reference, over the second that became full last.
    [[nodiscard]] double echoDb() const noexcept { return echo; }

    /// The sentence to warn with, if this report calls for one.
    [[nodiscard]] std::optional<Error> warning(const realtime::EchoMeasured& report, Time now);

private:
    double microphonePower = 0;
    double referencePower = 0;
    double echo = -120;
    std::size_t frames = 0;
    std::size_t inARow = 0;
    std::optional<Time> lastWarning;
};

} // namespace parley::bridge
