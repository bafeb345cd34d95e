// SPDX-License-Identifier: Apache-2.0
// Tells the user once why the agent is silent while a host renders offline.
#pragma once

#include "Base/Error.h"

#include <optional>
#include <utility>

namespace parley::bridge
{

/// @thread one at a time
class OfflineNotice
{
public:
    /// The words for a warning when the host has just gone offline; it is asked often.
    [[nodiscard]] std::optional<Error> look(bool isOffline)
    {
        if (std::exchange(wasOffline, isOffline) || !isOffline)
            return std::nullopt;
        return Error{ErrorCode::cancelled,
                     "The host renders offline: the agent waits, neither heard nor fed. Play in real time to go on.",
                     "offline"};
    }

private:
    bool wasOffline = false;
};

} // namespace parley::bridge
