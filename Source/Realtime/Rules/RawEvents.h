// SPDX-License-Identifier: Apache-2.0
// What may go through the raw door, and what comes out of it. Pure.
#pragma once

#include "Base/Error.h"
#include "Wire/Item.h"

#include <optional>
#include <string_view>

namespace parley::realtime
{

/// Why the service could not read this as an event, in words; nothing when it is an object with a `type`.
[[nodiscard]] std::optional<Error> findFaultInRawEvent(const wire::Json& event);

/// True for events of which a session has nothing to tell: each repeats what another event says, or comes many times a
/// second (docs/protocol.md, "What Parley reads").
[[nodiscard]] bool isChatter(std::string_view serverEventType);

} // namespace parley::realtime
