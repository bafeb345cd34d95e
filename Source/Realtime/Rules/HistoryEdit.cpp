// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/HistoryEdit.h"

#include "Realtime/Rules/Replay.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

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
/// moving one item deletes and creates only that one.
std::set<std::string> untouched(std::span<const wire::Item> known, std::span<const wire::Item> wanted)
{
    const auto places = placesOf(known);
    struct Step
    {
        std::size_t place;
        std::string id;
        std::size_t length = 1;
        std::size_t previous = 0; ///< One more than its index in the row; 0: none.
    };
    std::vector<Step> steps;
    for (const auto& item : wanted)
        if (const auto found = places.find(item.id); found != places.end() && isUnchanged(known[found->second], item))
            steps.push_back({found->second, item.id});
    std::size_t best = 0;
    for (std::size_t at = 0; at < steps.size(); ++at)
    {
        for (std::size_t before = 0; before < at; ++before)
            if (steps[before].place < steps[at].place && steps[before].length + 1 > steps[at].length)
            {
                steps[at].length = steps[before].length + 1;
                steps[at].previous = before + 1;
            }
        if (best == 0 || steps[at].length > steps[best - 1].length)
            best = at + 1;
    }
    std::set<std::string> kept;
    for (; best != 0; best = steps[best - 1].previous)
        kept.insert(steps[best - 1].id);
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
