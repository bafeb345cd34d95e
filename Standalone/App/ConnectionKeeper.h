// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps an unattended agent connected: connects, and after a connection that was given up connects again. Pure.
#pragma once

#include "Realtime/Event.h"
#include "Realtime/Rules/ReconnectLadder.h"
#include "WaitLadder.h"

#include <chrono>
#include <optional>

namespace parley::app
{

/// A session makes a lost connection again by itself (see realtime::ReconnectLadder) and gives up where that cannot
/// help, for instance without a key. Nobody is there to press a button, and a key may be put in place later: here it is
/// tried for ever, with the same waits. Who disconnects on purpose, for instance by OSC, is obeyed until they connect.
/// @thread one at a time
class ConnectionKeeper
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// A request that shows nothing for so long is made again.
    static constexpr std::chrono::seconds patience{5};

    /// True: connect now.
    [[nodiscard]] bool tick(realtime::ConnectionState state, Time now);

private:
    void follow(realtime::ConnectionState state, Time now);

    WaitLadder ladder{realtime::ReconnectLadder::steps};
    bool isAsked = false;    ///< To connect, and nothing has shown yet.
    bool isUnderWay = false; ///< An attempt or a session has shown.
    bool isReleased = false; ///< Somebody has disconnected on purpose.
    std::optional<Time> dueAt;
};

} // namespace parley::app
