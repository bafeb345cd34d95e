// SPDX-License-Identifier: Apache-2.0
#include "Realtime/History.h"

#include <algorithm>
#include <utility>

namespace parley::realtime
{
namespace
{

const char* partType(wire::Role role, bool isSpoken)
{
    if (role == wire::Role::assistant)
        return isSpoken ? "output_audio" : "output_text";
    return isSpoken ? "input_audio" : "input_text";
}

/// Keeps what was heard or read so far where the service's own copy of the item has no words (yet).
void keepKnownWords(const wire::Item& known, wire::Item& incoming)
{
    if (incoming.content.size() < known.content.size())
        incoming.content.resize(known.content.size());
    for (std::size_t index = 0; index < known.content.size(); ++index)
    {
        auto& part = incoming.content[index];
        const auto& old = known.content[index];
        if (part.type.empty())
            part = old;
        if (part.text.empty())
            part.text = old.text;
        if (part.transcript.empty())
            part.transcript = old.transcript;
    }
}

/// From the end: what is asked for is nearly always among the last.
template <typename Items>
auto findIn(Items& items, const std::string& id)
{
    const auto found = std::find_if(items.rbegin(), items.rend(), [&](const auto& item) { return item.id == id; });
    return found == items.rend() ? items.end() : std::prev(found.base());
}

} // namespace

History::Change History::upsert(wire::Item item, const std::string& previousItemId)
{
    if (item.id.empty())
        return Change::none;
    if (const auto known = findIn(ordered, item.id); known != ordered.end())
    {
        keepKnownWords(*known, item);
        if (*known == item)
            return Change::none;
        *known = std::move(item);
        return Change::updated;
    }
    makeRoom();
    const auto previous = previousItemId.empty() ? ordered.end() : findIn(ordered, previousItemId);
    ordered.insert(previous == ordered.end() ? previous : std::next(previous), std::move(item));
    return Change::added;
}

wire::ContentPart& History::part(const std::string& itemId, int contentIndex, wire::Role role, bool isSpoken)
{
    auto found = findIn(ordered, itemId);
    if (found == ordered.end())
    {
        wire::Item item;
        item.id = itemId;
        item.status = "in_progress";
        item.role = role;
        makeRoom();
        ordered.push_back(std::move(item));
        found = std::prev(ordered.end());
    }
    // The schema gives an item few parts; an index beyond this bound would be a broken frame.
    constexpr int mostParts = 64;
    const auto index = static_cast<std::size_t>(std::clamp(contentIndex, 0, mostParts));
    if (found->content.size() <= index)
        found->content.resize(index + 1);
    auto& wanted = found->content[index];
    if (wanted.type.empty())
        wanted.type = partType(role, isSpoken);
    return wanted;
}

void History::makeRoom()
{
    if (ordered.size() == mostItems)
        ordered.erase(ordered.begin());
}

void History::appendText(const std::string& itemId, int contentIndex, std::string_view delta, wire::Role role,
                         bool isSpoken)
{
    auto& wanted = part(itemId, contentIndex, role, isSpoken);
    (isSpoken ? wanted.transcript : wanted.text).append(delta);
}

void History::setText(const std::string& itemId, int contentIndex, std::string text, wire::Role role, bool isSpoken)
{
    auto& wanted = part(itemId, contentIndex, role, isSpoken);
    (isSpoken ? wanted.transcript : wanted.text) = std::move(text);
}

bool History::remove(const std::string& itemId)
{
    return std::erase_if(ordered, [&](const auto& item) { return item.id == itemId; }) > 0;
}

const wire::Item* History::find(const std::string& itemId) const
{
    const auto found = findIn(ordered, itemId);
    return found == ordered.end() ? nullptr : &*found;
}

} // namespace parley::realtime
