// SPDX-License-Identifier: Apache-2.0
// The items of a conversation, in their order.
#pragma once

#include "Service/Answerer.h"
#include "Service/EventSink.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace parley::service
{

struct ConversationItem
{
    Json json; ///< As it goes over the wire; without audio, which is not kept once it is recognised.
    std::int64_t audioSamples = 0; ///< 24 kHz, heard or spoken.
    std::string heard;             ///< What the recogniser understood, or about what was heard of a truncated answer.
    int awaitedTranscripts = 0;
    std::size_t bytes = 0;      ///< Of the JSON when the item was added, or concluded.
    bool isBeingSpoken = false; ///< An answer that is still delivered: its JSON has no content yet.
    bool isCutEarly = false;    ///< Truncated meanwhile, to `audioSamples`.
};

/// The words of a message: written, spoken or heard; blanks between its parts.
/// @thread any
[[nodiscard]] std::string plainText(const ConversationItem& entry);

class Conversation
{
public:
    /// Beyond it the oldest items leave without an event, as the `truncation` setting `auto` allows.
    static constexpr std::size_t capacity = 2000;
    /// Of all items as JSON; the newest stays even where it alone is larger.
    static constexpr std::size_t capacityBytes = 32U << 20U;

    /// Why this item cannot come after `previousId` ("root": first; null: last), or nothing. The output of a function
    /// needs its call, which may be under way.
    [[nodiscard]] std::optional<Rejection> findFaultInPlace(const Json& item, const Json& previousId) const;

    /// The place must be free of faults. The reference lives until the next change of the items.
    ConversationItem& add(ConversationItem item, const Json& previousId = nullptr);

    [[nodiscard]] ConversationItem* find(const std::string& itemId);
    /// The id of the item before it; null for the first.
    [[nodiscard]] Json previousOf(const std::string& itemId) const;
    [[nodiscard]] Json lastId() const;
    [[nodiscard]] bool remove(const std::string& itemId);

    /// So much of an answer is delivered so far. Nothing changes where it is gone or truncated.
    void noteSpoken(const std::string& itemId, std::int64_t samples);

    /// Ends the delivery of an answer's item, which must be there: `finished` takes its place and is returned as it
    /// stands then, for an item that was truncated meanwhile stays so. `spokenSamples` of its words. Old items make
    /// room.
    [[nodiscard]] Json conclude(Json finished, std::int64_t spokenSamples);

    /// Shortens an answer to what was heard of it, and removes its transcript; of the words, about as many stay as were
    /// heard. One that is still delivered is shortened when it ends.
    [[nodiscard]] std::optional<Rejection> truncate(const std::string& itemId, int contentIndex,
                                                    std::int64_t audioEndMs);

    [[nodiscard]] bool awaitsTranscripts() const;
    [[nodiscard]] const std::deque<ConversationItem>& items() const noexcept { return entries; }

    /// The messages as an Answerer wants them.
    [[nodiscard]] AnswerRequest toRequest(std::string instructions) const;

private:
    [[nodiscard]] bool hasCall(const std::string& callId) const;
    void makeRoom(std::size_t items, std::size_t bytes);

    std::deque<ConversationItem> entries;
};

} // namespace parley::service
