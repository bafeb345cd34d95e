// SPDX-License-Identifier: Apache-2.0
// The conversation so far as creates that rebuild it where it is not known: on a new connection, or after an edit.
// Pure.
#pragma once

#include "Realtime/History.h"
#include "Wire/ClientEvent.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace parley::realtime
{

/// The item in a form that the service takes from a client, under its own id: what was spoken becomes text, for the
/// service takes no speech of the agent's back and this side keeps none of the user's; images stay. Nothing where the
/// item says nothing, or is of a kind that only the service makes (docs/protocol.md, "A conversation taken up again").
/// @thread any but audio
[[nodiscard]] std::optional<wire::Item> replayable(const wire::Item& item);

/// Every item that can be replayed, each behind the one before it, the first in front of all. A function call goes with
/// its output or not at all. The ids stay, so that the service's echoes add nothing to the history.
/// @thread any but audio
[[nodiscard]] std::vector<wire::ItemCreate> replayable(std::span<const wire::Item> items);
[[nodiscard]] std::vector<wire::ItemCreate> replayable(const History& history);

/// The call of this id in a form that the service takes, when no output of it is there: it is not replayed.
/// @thread any but audio
[[nodiscard]] std::optional<wire::Item> unansweredCall(std::span<const wire::Item> items, const std::string& callId);

} // namespace parley::realtime
