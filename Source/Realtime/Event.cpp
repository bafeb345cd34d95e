// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Event.h"

namespace parley::realtime
{

std::string_view toString(ConnectionState state) noexcept
{
    switch (state)
    {
    case ConnectionState::disconnected:
        return "disconnected";
    case ConnectionState::connecting:
        return "connecting";
    case ConnectionState::configuring:
        return "configuring";
    case ConnectionState::ready:
        return "ready";
    case ConnectionState::reconnecting:
        return "reconnecting";
    case ConnectionState::failed:
        return "failed";
    }
    return "failed";
}

} // namespace parley::realtime
