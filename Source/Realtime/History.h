// SPDX-License-Identifier: Apache-2.0
// The conversation as this side knows it: items in order, with transcripts as they grow. Pure.
#pragma once

#include "Wire/Item.h"

#include <cstdint>
#include <list>
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
    /// known, else stays or goes to the end. A transcript, text or picture known already is kept where the incoming one
    /// is empty, and so are the words of an item that was cut short.
    Change upsert(wire::Item item, const std::string& previousItemId);

    /// Appends to the transcript (or text) of a content part; an unknown item is created for this role.
    void appendText(const std::string& itemId, int contentIndex, std::string_view delta, wire::Role role,
                    bool isSpoken);

    /// Replaces the transcript (or text) of a content part; an unknown item is created for this role.
    void setText(const std::string& itemId, int contentIndex, std::string text, wire::Role role, bool isSpoken);

    /// An item was sent whose echo may come without its pictures.
    void expect(wire::Item item);

    /// The item was cut short: of the words of this part those stay that belong to the heard share of its speech, cut
    /// at the end of a word, and the item is incomplete from now on. Later words for it are passed over. False when
    /// there is no such item.
    bool truncate(const std::string& itemId, int contentIndex, std::uint64_t heard, std::uint64_t received);
    /// The same where it is not known how much was heard: the words stay.
    bool markIncomplete(const std::string& itemId);

    /// False when there is no such item.
    bool remove(const std::string& itemId);

    [[nodiscard]] const wire::Item* find(const std::string& itemId) const;
    [[nodiscard]] const std::vector<wire::Item>& items() const noexcept { return ordered; }

    /// An array of the items in the wire's form, pictures included and speech as words.
    [[nodiscard]] wire::Json toJson() const;
    /// Never fails: what is no item is left out.
    [[nodiscard]] static History fromJson(const wire::Json& json);

private:
    /// Sent pictures whose echo is awaited, and items cut short to which more may come; the oldest give way.
    static constexpr std::size_t mostExpected = 8;
    static constexpr std::size_t mostCut = 64;

    void place(std::size_t index, const std::string& previousItemId);
    [[nodiscard]] bool isCut(const std::string& itemId) const;
    wire::ContentPart& part(const std::string& itemId, int contentIndex, wire::Role role, bool isSpoken);
    void makeRoom();
    std::vector<wire::Item> ordered;
    std::list<wire::Item> expected;
    std::list<std::string> cut;
};

} // namespace parley::realtime
