// SPDX-License-Identifier: Apache-2.0
// The part of the conversation that a new connection is told: the newest items that fit. Pure.
#pragma once

#include "Realtime/History.h"
#include "Wire/ClientEvent.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace parley::realtime
{

struct ConversationReplay
{
    static constexpr std::size_t mostItems = 500;
    /// With room to spare in the queue of a connection (32 MiB), for pictures are large.
    static constexpr std::size_t mostBytes = std::size_t{8} * 1024 * 1024;

    std::vector<wire::ItemCreate> creates;
    std::size_t leftOut = 0; ///< Older items, for which there is no room.

    /// `speech` is what was said in the item `spokenItem`, whose words are not known; the item is told as audio.
    /// @thread any but audio
    [[nodiscard]] static ConversationReplay of(std::span<const wire::Item> items, const std::string& spokenItem = {},
                                               std::span<const std::int16_t> speech = {});
};

} // namespace parley::realtime
