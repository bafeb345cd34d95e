// SPDX-License-Identifier: GPL-3.0-or-later
#include "ConnectionKeeper.h"

#include <utility>

namespace parley::app
{

void ConnectionKeeper::follow(realtime::ConnectionState state, Time now)
{
    using realtime::ConnectionState;
    switch (state)
    {
    case ConnectionState::disconnected:
        isReleased = isReleased || std::exchange(isUnderWay, false);
        break;
    case ConnectionState::failed:
        if (isAsked || isUnderWay)
            dueAt = now + ladder.next();
        isAsked = isUnderWay = false;
        break;
    case ConnectionState::ready:
        ladder.reset();
        [[fallthrough]];
    case ConnectionState::connecting:
    case ConnectionState::configuring:
    case ConnectionState::reconnecting:
        isUnderWay = true;
        isAsked = isReleased = false;
        break;
    }
}

bool ConnectionKeeper::tick(realtime::ConnectionState state, Time now)
{
    follow(state, now);
    if (isUnderWay || isReleased || (dueAt && now < *dueAt))
        return false;
    isAsked = true;
    dueAt = now + patience;
    return true;
}

} // namespace parley::app
