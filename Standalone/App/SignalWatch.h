// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the process was told to end: SIGTERM, SIGINT or SIGHUP.
#pragma once

namespace parley::app
{

/// From its making on these signals only set a flag, which the message thread looks at; its end gives them back what
/// they did before. A driver that hangs may hold up the message thread for ever: if this is still there
/// `deadlineSeconds` after the signal, the process ends with exit code 1. One at a time.
/// @thread message
class SignalWatch
{
public:
    SignalWatch();
    ~SignalWatch();
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

    static constexpr unsigned deadlineSeconds = 3;

    /// The signal that came, or 0.
    [[nodiscard]] int received() const noexcept;
};

} // namespace parley::app
