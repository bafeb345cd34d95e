// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/ConversationReplay.h"

#include "Audio/Pcm16.h"
#include "Realtime/Rules/Replay.h"

#include <algorithm>
#include <utility>

namespace parley::realtime
{
namespace
{

std::size_t bytesOf(const wire::Item& item)
{
    return item.toJson().dump(-1, ' ', false, wire::Json::error_handler_t::replace).size();
}

/// How many of the newest items fit.
std::size_t fitting(std::span<const wire::Item> items)
{
    std::size_t count = 0;
    std::size_t bytes = 0;
    for (auto item = items.rbegin(); item != items.rend() && count < ConversationReplay::mostItems; ++item, ++count)
    {
        bytes += bytesOf(*item);
        if (bytes > ConversationReplay::mostBytes)
            break;
    }
    return count;
}

wire::Item asAudio(const wire::Item& item, std::span<const std::int16_t> speech)
{
    std::string base64;
    audio::appendBase64(speech, base64);
    wire::Item spoken;
    spoken.id = item.id;
    spoken.status = "completed";
    spoken.content.push_back(
        {.type = "input_audio", .text = {}, .transcript = {}, .rest = {{"audio", std::move(base64)}}});
    return spoken;
}

/// Puts the item where it stood: behind the last of those before it that are told.
void insertInPlace(std::vector<wire::ItemCreate>& creates, std::span<const wire::Item> before, wire::Item item)
{
    auto place = creates.begin();
    for (auto known = before.rbegin(); known != before.rend() && place == creates.begin(); ++known)
    {
        const auto found = std::ranges::find_if(creates, [&](const auto& one) { return one.item.id == known->id; });
        if (found != creates.end())
            place = std::next(found);
    }
    const auto previous = place == creates.begin() ? std::string("root") : std::prev(place)->item.id;
    if (place != creates.end())
        place->previousItemId = item.id;
    creates.insert(place, {std::move(item), previous});
}

} // namespace

ConversationReplay ConversationReplay::of(std::span<const wire::Item> items, const std::string& spokenItem,
                                          std::span<const std::int16_t> speech)
{
    ConversationReplay replay;
    const auto kept = items.last(fitting(items));
    replay.leftOut = items.size() - kept.size();
    replay.creates = replayable(kept);
    const auto spoken = std::ranges::find_if(kept, [&](const auto& item) { return item.id == spokenItem; });
    if (spoken != kept.end() && !spokenItem.empty() && spoken->plainText().empty() && !speech.empty())
        insertInPlace(replay.creates, kept.first(static_cast<std::size_t>(spoken - kept.begin())),
                      asAudio(*spoken, speech));
    return replay;
}

} // namespace parley::realtime
