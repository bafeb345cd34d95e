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

std::string_view toString(LocalSpeechState state) noexcept
{
    switch (state)
    {
    case LocalSpeechState::suspected:
        return "suspected";
    case LocalSpeechState::confirmed:
        return "confirmed";
    case LocalSpeechState::dismissed:
        return "dismissed";
    case LocalSpeechState::ended:
        return "ended";
    }
    return "ended";
}

} // namespace parley::realtime
