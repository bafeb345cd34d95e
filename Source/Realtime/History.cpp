// SPDX-License-Identifier: Apache-2.0
#include "Realtime/History.h"

#include "Wire/Detail/JsonFields.h"

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
        for (const auto* picture : {"image_url", "detail"})
            if (old.rest.contains(picture) && wire::textField(part.rest, picture).empty())
                part.rest[picture] = old.rest[picture];
    }
}

bool isInsideCharacter(const std::string& text, std::size_t at)
{
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

/// The first `share` bytes, without a word or character that is cut in two. A text without blanks is cut between
/// characters.
std::string wholeWords(const std::string& text, std::size_t share)
{
    if (share >= text.size())
        return text;
    if (text[share] == ' ')
        return text.substr(0, share);
    const auto blank = text.rfind(' ', share);
    if (blank != std::string::npos)
        return text.substr(0, blank);
    if (text.find(' ') != std::string::npos)
        return {};
    while (share > 0 && isInsideCharacter(text, share))
        --share;
    return text.substr(0, share);
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
        if (isCut(item.id))
        {
            item.content = known->content;
            item.status = known->status;
        }
        keepKnownWords(*known, item);
        const bool isSame = *known == item;
        *known = std::move(item);
        place(static_cast<std::size_t>(known - ordered.begin()), previousItemId);
        return isSame ? Change::none : Change::updated;
    }
    if (const auto sent = findIn(expected, item.id); sent != expected.end())
    {
        keepKnownWords(*sent, item);
        expected.erase(sent);
    }
    makeRoom();
    ordered.push_back(std::move(item));
    place(ordered.size() - 1, previousItemId);
    return Change::added;
}

/// Puts the item behind the one that the service names, if that is known.
void History::place(std::size_t index, const std::string& previousItemId)
{
    if (previousItemId.empty() || previousItemId == ordered[index].id)
        return;
    const auto previous = findIn(ordered, previousItemId);
    if (previous == ordered.end())
        return;
    const auto item = ordered.begin() + static_cast<std::ptrdiff_t>(index);
    if (previous < item)
        std::rotate(std::next(previous), item, std::next(item));
    else
        std::rotate(item, std::next(item), std::next(previous));
}

void History::expect(wire::Item item)
{
    expected.push_back(std::move(item));
    if (expected.size() > mostExpected)
        expected.pop_front();
}

bool History::isCut(const std::string& itemId) const
{
    return std::find(cut.begin(), cut.end(), itemId) != cut.end();
}

bool History::truncate(const std::string& itemId, int contentIndex, std::uint64_t heard, std::uint64_t received)
{
    if (!markIncomplete(itemId))
        return false;
    auto& content = findIn(ordered, itemId)->content;
    const auto index = static_cast<std::size_t>(std::max(contentIndex, 0));
    if (index >= content.size() || received == 0)
        return true;
    auto& words = content[index].transcript;
    // Ten minutes of speech and 64 KiB of words stay far below what fits.
    words = wholeWords(words, static_cast<std::size_t>(words.size() * std::min(heard, received) / received));
    return true;
}

bool History::markIncomplete(const std::string& itemId)
{
    const auto item = findIn(ordered, itemId);
    if (item == ordered.end())
        return false;
    item->status = "incomplete";
    if (isCut(itemId))
        return true;
    cut.push_back(itemId);
    if (cut.size() > mostCut)
        cut.pop_front();
    return true;
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
    if (isCut(itemId))
        return;
    auto& wanted = part(itemId, contentIndex, role, isSpoken);
    (isSpoken ? wanted.transcript : wanted.text).append(delta);
}

void History::setText(const std::string& itemId, int contentIndex, std::string text, wire::Role role, bool isSpoken)
{
    if (isCut(itemId))
        return;
    auto& wanted = part(itemId, contentIndex, role, isSpoken);
    (isSpoken ? wanted.transcript : wanted.text) = std::move(text);
}

bool History::remove(const std::string& itemId)
{
    std::erase(cut, itemId);
    return std::erase_if(ordered, [&](const auto& item) { return item.id == itemId; }) > 0;
}

const wire::Item* History::find(const std::string& itemId) const
{
    const auto found = findIn(ordered, itemId);
    return found == ordered.end() ? nullptr : &*found;
}

wire::Json History::toJson() const
{
    auto json = wire::Json::array();
    for (const auto& item : ordered)
        json.push_back(item.toJson());
    return json;
}

History History::fromJson(const wire::Json& json)
{
    History history;
    if (json.is_array())
        for (const auto& item : json)
            if (auto read = wire::Item::fromJson(item); !read.type.empty())
                history.upsert(std::move(read), {});
    return history;
}

} // namespace parley::realtime
