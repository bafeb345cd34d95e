// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/HistoryEdit.h"

#include "Realtime/Rules/Replay.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace parley::realtime
{
namespace
{

using Places = std::map<std::string, std::size_t>;

Places placesOf(std::span<const wire::Item> items)
{
    Places places;
    for (std::size_t index = 0; index < items.size(); ++index)
        places.emplace(items[index].id, index);
    return places;
}

/// The same to the model: what the service and this side add to an item does not count.
bool isUnchanged(const wire::Item& known, const wire::Item& wanted)
{
    if (known == wanted)
        return true;
    auto before = replayable(known);
    const auto after = replayable(wanted);
    if (!before || !after)
        return false;
    before->status = after->status;
    return *before == *after;
}

/// The wanted items that can stay where they are: unchanged, and in the order they have. The longest such row, so that
/// moving one item deletes and creates only that one. Patience sorting from the end, for conversations are long.
std::set<std::string> untouched(std::span<const wire::Item> known, std::span<const wire::Item> wanted)
{
    constexpr auto none = static_cast<std::size_t>(-1);
    const auto places = placesOf(known);
    struct Step
    {
        std::size_t place;
        std::string id;
        std::size_t next; ///< In the row that begins here.
    };
    std::vector<Step> steps;
    std::vector<std::size_t> heads; ///< Of the rows of each length, the step that begins at the latest place.
    for (auto item = wanted.rbegin(); item != wanted.rend(); ++item)
    {
        const auto found = places.find(item->id);
        if (found == places.end() || !isUnchanged(known[found->second], *item))
            continue;
        const auto head = std::ranges::lower_bound(heads, found->second, std::greater{},
                                                   [&](std::size_t step) { return steps[step].place; });
        steps.push_back({found->second, item->id, head == heads.begin() ? none : *std::prev(head)});
        if (head == heads.end())
            heads.push_back(steps.size() - 1);
        else
            *head = steps.size() - 1;
    }
    std::set<std::string> kept;
    for (auto step = heads.empty() ? none : heads.back(); step != none; step = steps[step].next)
        kept.insert(steps[step].id);
    return kept;
}

Error notTaken(const wire::Item& item)
{
    return {ErrorCode::invalidArgument,
            "An item could not be put into the conversation, because it has no words, or is a call without its output: "
            "give it both, or leave it out.",
            item.id};
}

/// Calls and outputs that stand alone among the wanted items.
std::set<std::string> unpaired(std::span<const wire::Item> wanted)
{
    std::set<std::string> calls;
    std::set<std::string> outputs;
    for (const auto& item : wanted)
    {
        const auto call = wire::textField(item.rest, "call_id");
        if (item.type == "function_call")
            calls.insert(call);
        if (item.type == "function_call_output" && calls.contains(call))
            outputs.insert(call);
    }
    std::set<std::string> alone;
    for (const auto& item : wanted)
        if (item.type.starts_with("function_call") && !outputs.contains(wire::textField(item.rest, "call_id")))
            alone.insert(item.id);
    return alone;
}

} // namespace

HistoryEdit editHistory(std::span<const wire::Item> known, std::span<const wire::Item> wanted)
{
    const auto kept = untouched(known, wanted);
    const auto alone = unpaired(wanted);
    HistoryEdit edit;
    for (const auto& item : known)
        if (!kept.contains(item.id) && item.status != "in_progress")
            edit.events.push_back({wire::ItemDelete{item.id}, {}});
    std::set<std::string> created;
    std::string previous = "root";
    for (const auto& item : wanted)
    {
        if (kept.contains(item.id))
        {
            previous = item.id;
            continue;
        }
        auto made = replayable(item);
        if (!made || alone.contains(item.id) || !created.insert(item.id).second)
        {
            edit.warnings.push_back(notTaken(item));
            continue;
        }
        edit.events.push_back({wire::ItemCreate{std::move(*made), std::exchange(previous, item.id)}, {}});
    }
    return edit;
}

} // namespace parley::realtime
