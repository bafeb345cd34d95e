// SPDX-License-Identifier: Apache-2.0
// What the service does by itself at the edges of speech, as its own echo of the session tells it. Pure.
#pragma once

#include "Wire/Item.h"

namespace parley::realtime
{

/// The defaults are the service's (docs/protocol.md, "Connecting").
struct TurnPolicy
{
    bool detectsTurns = true;
    bool createsResponse = true;
    bool interruptsResponse = true;
    bool answers = true; ///< False in a transcription session.

    /// Reads session.type and session.audio.input.turn_detection; what is not said stays at the default.
    [[nodiscard]] static TurnPolicy fromSession(const wire::Json& session);
};

} // namespace parley::realtime
