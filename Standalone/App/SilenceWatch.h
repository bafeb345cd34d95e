// SPDX-License-Identifier: GPL-3.0-or-later
// Notices a microphone that gives nothing at all: no room is so quiet, so something is switched off. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace parley::app
{

/// What is seen of the input since the last look.
struct InputSight
{
    bool hasInput = false; ///< A device with at least one input channel runs.
    bool hasSound = false; ///< A sample was other than exactly 0.
    bool isMuted = false;  ///< Parley's own mute is on.
};

enum class InputState
{
    unknown, ///< No device, or not long enough.
    alive,
    muted,
    silent ///< Digital silence for `patience`.
};

/// What to do about it; empty where all is well.
[[nodiscard]] std::string_view sentenceFor(InputState state) noexcept;

/// @thread one at a time
class SilenceWatch
{
public:
    using Time = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::seconds patience{5};

    /// The state from now on.
    InputState update(const InputSight& sight, Time now);
    [[nodiscard]] InputState state() const noexcept { return current; }

private:
    InputState current = InputState::unknown;
    std::optional<Time> silentSince;
};

} // namespace parley::app
