// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/Replay.h"

#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace parley::realtime
{
namespace
{

constexpr const char* callType = "function_call";
constexpr const char* outputType = "function_call_output";

std::optional<wire::ContentPart> replayedPart(const wire::ContentPart& part, wire::Role role)
{
    if (const auto url = wire::textField(part.rest, "image_url"); part.type == "input_image" && !url.empty())
    {
        wire::ContentPart image{.type = part.type, .text = {}, .transcript = {}, .rest = {{"image_url", url}}};
        if (const auto detail = wire::textField(part.rest, "detail"); !detail.empty())
            image.rest["detail"] = detail;
        return image;
    }
    const auto& words = part.text.empty() ? part.transcript : part.text;
    if (words.empty())
        return std::nullopt;
    return wire::ContentPart{
        .type = role == wire::Role::assistant ? "output_text" : "input_text", .text = words, .transcript = {}};
}

std::optional<wire::Item> replayedMessage(const wire::Item& item)
{
    wire::Item message;
    message.id = item.id;
    message.role = item.role;
    message.status = item.status.empty() || item.status == "completed" ? "completed" : "incomplete";
    for (const auto& part : item.content)
        if (auto made = replayedPart(part, item.role))
            message.content.push_back(std::move(*made));
    return message.content.empty() ? std::nullopt : std::optional(std::move(message));
}

/// With these fields of the item and no others; nothing where one of them is missing.
std::optional<wire::Item> replayedFunction(const wire::Item& item, std::initializer_list<const char*> fields)
{
    wire::Item function;
    function.id = item.id;
    function.type = item.type;
    function.status = "completed";
    for (const auto* field : fields)
    {
        const auto& value = wire::objectField(item.rest, field);
        if (!value.is_string())
            return std::nullopt;
        function.rest[field] = value;
    }
    return function;
}

std::string callOf(const wire::Item& item)
{
    return wire::textField(item.rest, "call_id");
}

/// The calls that have an output behind them.
std::set<std::string> pairedCalls(std::span<const wire::Item> items)
{
    std::set<std::string> called;
    std::set<std::string> paired;
    for (const auto& item : items)
    {
        if (item.type == callType && replayable(item))
            called.insert(callOf(item));
        if (item.type == outputType && replayable(item) && called.contains(callOf(item)))
            paired.insert(callOf(item));
    }
    return paired;
}

} // namespace

std::optional<wire::Item> replayable(const wire::Item& item)
{
    if (item.type == "message")
        return replayedMessage(item);
    if (item.type == callType)
        return replayedFunction(item, {"call_id", "name", "arguments"});
    if (item.type == outputType)
        return replayedFunction(item, {"call_id", "output"});
    return std::nullopt;
}

std::vector<wire::ItemCreate> replayable(std::span<const wire::Item> items)
{
    const auto paired = pairedCalls(items);
    std::set<std::string> taken;
    std::vector<wire::ItemCreate> creates;
    std::string previous = "root";
    for (const auto& item : items)
    {
        const bool isOutput = item.type == outputType;
        const auto call = callOf(item);
        if ((isOutput || item.type == callType) && !paired.contains(call))
            continue;
        // An output in front of its call, or a second of either, would be refused.
        if (isOutput && !taken.contains(callType + call))
            continue;
        if (item.type != "message" && !taken.insert(item.type + call).second)
            continue;
        auto made = replayable(item);
        if (!made)
            continue;
        auto id = made->id;
        creates.push_back({std::move(*made), std::exchange(previous, std::move(id))});
    }
    return creates;
}

std::vector<wire::ItemCreate> replayable(const History& history)
{
    return replayable(std::span<const wire::Item>(history.items()));
}

std::optional<wire::Item> unansweredCall(std::span<const wire::Item> items, const std::string& callId)
{
    const auto isOf = [&](const wire::Item& item, const char* type)
    { return item.type == type && !callId.empty() && callOf(item) == callId; };
    const auto call = std::ranges::find_if(items, [&](const wire::Item& item) { return isOf(item, callType); });
    if (call == items.end() || pairedCalls(items).contains(callId))
        return std::nullopt;
    return replayable(*call);
}

} // namespace parley::realtime
