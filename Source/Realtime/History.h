// SPDX-License-Identifier: Apache-2.0
// The conversation as this side knows it: items in order, with transcripts as they grow. Pure.
#pragma once

#include "Wire/Item.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::realtime
{

/// @thread one at a time
class History
{
public:
    enum class Change
    {
        none,
        added,
        updated
    };

    /// Older items leave, so that a session of any length needs no more memory.
    static constexpr std::size_t mostItems = 4096;

    /// Takes in an item as the service tells it: replaces one of the same id, goes behind `previousItemId` when that is
    /// known, else to the end. A transcript or text known already is kept where the incoming one is empty.
    Change upsert(wire::Item item, const std::string& previousItemId);

    /// Appends to the transcript (or text) of a content part; an unknown item is created for this role.
    void appendText(const std::string& itemId, int contentIndex, std::string_view delta, wire::Role role,
                    bool isSpoken);

    /// Replaces the transcript (or text) of a content part; an unknown item is created for this role.
    void setText(const std::string& itemId, int contentIndex, std::string text, wire::Role role, bool isSpoken);

    /// False when there is no such item.
    bool remove(const std::string& itemId);

    [[nodiscard]] const wire::Item* find(const std::string& itemId) const;
    [[nodiscard]] const std::vector<wire::Item>& items() const noexcept { return ordered; }

private:
    wire::ContentPart& part(const std::string& itemId, int contentIndex, wire::Role role, bool isSpoken);
    void makeRoom();
    std::vector<wire::Item> ordered;
};

} // namespace parley::realtime
