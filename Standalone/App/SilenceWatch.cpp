// SPDX-License-Identifier: GPL-3.0-or-later
#include "SilenceWatch.h"

namespace parley::app
{

std::string_view sentenceFor(InputState state) noexcept
{
    switch (state)
    {
    case InputState::muted:
        return "The microphone is muted here: the agent hears nothing. Switch the mute off to be heard.";
    case InputState::silent:
        return "The microphone gives nothing at all. Switch it on, unmute it in the system's sound settings, or choose "
               "another input.";
    case InputState::unknown:
    case InputState::alive:
        break;
    }
    return {};
}

InputState SilenceWatch::update(const InputSight& sight, Time now)
{
    if (!sight.hasInput)
    {
        silentSince.reset();
        current = sight.isMuted ? InputState::muted : InputState::unknown;
        return current;
    }
    if (sight.hasSound)
        silentSince.reset();
    else if (!silentSince)
        silentSince = now;
    if (sight.isMuted)
        current = InputState::muted;
    else if (sight.hasSound)
        current = InputState::alive;
    else if (now - *silentSince >= patience)
        current = InputState::silent;
    else if (current == InputState::muted)
        current = InputState::unknown;
    return current;
}

} // namespace parley::app
