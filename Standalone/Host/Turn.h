// SPDX-License-Identifier: GPL-3.0-or-later
// One turn of the conversation: who spoke, when, and what was said.
#pragma once

#include <optional>
#include <string>

namespace parley::host
{

enum class TurnRole
{
    user,
    assistant
};

struct Turn
{
    TurnRole role = TurnRole::user;
    std::string id; ///< The user's item, or the agent's response.
    std::string transcript;
    std::optional<double> startMs; ///< Of the sound; not there for a turn without sound.
    std::optional<double> endMs;
    bool wasInterrupted = false;
};

} // namespace parley::host
