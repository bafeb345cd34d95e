// SPDX-License-Identifier: Apache-2.0
// Lines that were sent and that the service has not taken into the conversation yet. Pure.
#pragma once

#include "Wire/Item.h"

#include <cstdint>
#include <list>
#include <string>
#include <vector>

namespace parley::realtime
{

/// A line that was under way when the connection was lost is sent once more, and only once: one that ends connections
/// must not do so for ever.
/// @thread one at a time
class SentLines
{
public:
    /// Beyond it the oldest is taken for delivered, and counted.
    static constexpr std::size_t most = 64;

    void sent(const wire::Item& item);
    /// The service tells an item of the conversation: by its id, or by its words where it gives ids of its own.
    void acknowledged(const wire::Item& item);
    /// The service refused the item that was sent with this event id, which is the item's own.
    void refused(const std::string& eventId);

    struct Again
    {
        std::vector<wire::Item> items; ///< To be sent once more. They count as sent.
        std::vector<wire::Item> lost;  ///< Were sent twice; they are given up.
    };
    [[nodiscard]] Again again();

    void forget() { waiting.clear(); }

    [[nodiscard]] bool isEmpty() const noexcept { return waiting.empty(); }
    [[nodiscard]] std::uint64_t overflowed() const noexcept { return overflow; }

private:
    struct Sent
    {
        wire::Item item;
        bool isSecond = false;
    };
    std::list<Sent> waiting;
    std::uint64_t overflow = 0;
};

} // namespace parley::realtime
