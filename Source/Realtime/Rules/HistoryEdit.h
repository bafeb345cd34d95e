// SPDX-License-Identifier: Apache-2.0
// From the conversation as it is to the one that is wanted, as deletions and creates. Pure.
#pragma once

#include "Base/Error.h"
#include "Wire/ClientEvent.h"

#include <span>
#include <vector>

namespace parley::realtime
{

struct HistoryEdit
{
    std::vector<wire::ClientEvent> events; ///< Deletions first, then creates in the wanted order.
    std::vector<Error> warnings;           ///< What could not be taken over.
};

/// Items are told apart by their ids. One that is as it was, words and place, stays untouched; one that changed or
/// moved is deleted and created anew behind its new neighbour, in the form of `replayable`; one that is not wanted any
/// more is deleted, but for an answer under way, which is the service's. Every wanted item has an id.
/// @thread any but audio
[[nodiscard]] HistoryEdit editHistory(std::span<const wire::Item> known, std::span<const wire::Item> wanted);

} // namespace parley::realtime
