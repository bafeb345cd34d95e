// SPDX-License-Identifier: Apache-2.0
#include "Service/Conversation.h"

#include "Base/Detail/Characters.h"
#include "Service/ChatItems.h"
#include "Service/InputBuffer.h"

#include <algorithm>

namespace parley::service
{
namespace
{

auto withId(const std::string& itemId)
{
    return [&itemId](const ConversationItem& entry) { return entry.json.at("id") == itemId; };
}

/// The outputs in the order of their calls, whichever function was the quickest.
std::string joined(std::vector<const Json*> outputs, const std::vector<std::string>& calls)
{
    std::ranges::stable_sort(outputs, {},
                             [&](const Json* output)
                             { return std::ranges::find(calls, output->value("call_id", "")) - calls.begin(); });
    std::string text;
    for (const auto* output : outputs)
        text += (text.empty() ? "" : " ") + output->value("output", std::string());
    return text;
}

wire::Role roleOf(const Json& item)
{
    const auto role = item.value("role", std::string("user"));
    if (role == "assistant")
        return wire::Role::assistant;
    return role == "system" ? wire::Role::system : wire::Role::user;
}

/// The whole words among the first `part` of `whole` of the text.
std::string firstWords(const std::string& text, std::int64_t part, std::int64_t whole)
{
    if (whole <= 0)
        return {};
    if (part >= whole)
        return text;
    const auto bytes = static_cast<std::int64_t>(text.size()) * std::max<std::int64_t>(part, 0) / whole;
    auto start = shortened(text, static_cast<std::size_t>(bytes));
    start.resize(lengthOfWholeWords(start));
    start.erase(start.find_last_not_of(' ') + 1);
    return start;
}

std::size_t bytesOf(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace).size();
}

/// Of a spoken part, of which `entry.audioSamples` were heard, the words that were.
void keepHeard(ConversationItem& entry, Json& part, std::int64_t wholeMs)
{
    entry.heard = firstWords(part.value("transcript", entry.heard), toMs(entry.audioSamples), wholeMs);
    part.erase("transcript");
}

} // namespace

std::string plainText(const ConversationItem& entry)
{
    std::string text;
    for (const auto& part : entry.json.at("content"))
    {
        auto words = part.value("text", std::string());
        if (const auto transcript = part.find("transcript"); transcript != part.end() && transcript->is_string())
            words += transcript->get<std::string>();
        if (!words.empty())
            text += (text.empty() ? "" : " ") + words;
    }
    return text.empty() ? entry.heard : text;
}

std::optional<Rejection> Conversation::findFaultInPlace(const Json& item, const Json& previousId) const
{
    const auto id = item.value("id", std::string());
    if (!id.empty() && std::ranges::any_of(entries, withId(id)))
        return Rejection{"invalid_value", "Error adding item: an item with id '" + id + "' exists already.", "item.id"};
    const auto previous = previousId.is_string() ? previousId.get<std::string>() : std::string("root");
    if (previous != "root" && std::ranges::none_of(entries, withId(previous)))
        return Rejection{"item_create_invalid_previous_item_id",
                         "Error adding item: the previous item with id '" + previous + "' does not exist.",
                         "previous_item_id"};
    if (item.value("type", "") == "function_call_output" && !hasCall(item.value("call_id", "")))
        return Rejection{"invalid_tool_call_id",
                         "Tool call ID '" + item.value("call_id", "") + "' not found in conversation.", ""};
    return std::nullopt;
}

bool Conversation::hasCall(const std::string& callId) const
{
    return std::ranges::any_of(
        entries, [&](const ConversationItem& entry)
        { return entry.json.value("type", "") == "function_call" && entry.json.value("call_id", "") == callId; });
}

ConversationItem& Conversation::add(ConversationItem item, const Json& previousId)
{
    item.bytes = bytesOf(item.json);
    makeRoom(1, item.bytes);
    auto place = entries.end();
    if (previousId == "root")
        place = entries.begin();
    else if (previousId.is_string())
    {
        const auto previous = previousId.get<std::string>();
        place = std::ranges::find_if(entries, withId(previous));
        if (place != entries.end())
            ++place;
    }
    return *entries.insert(place, std::move(item));
}

/// For what comes; where nothing does, the newest stays.
void Conversation::makeRoom(std::size_t items, std::size_t bytes)
{
    for (const auto& entry : entries)
        bytes += entry.bytes;
    while (entries.size() + items > 1 && (entries.size() + items > capacity || bytes > capacityBytes))
    {
        bytes -= entries.front().bytes;
        entries.pop_front();
    }
}

ConversationItem* Conversation::find(const std::string& itemId)
{
    const auto found = std::ranges::find_if(entries, withId(itemId));
    return found == entries.end() ? nullptr : &*found;
}

Json Conversation::previousOf(const std::string& itemId) const
{
    const auto found = std::ranges::find_if(entries, withId(itemId));
    return found == entries.begin() || found == entries.end() ? Json(nullptr) : std::prev(found)->json.at("id");
}

Json Conversation::lastId() const
{
    return entries.empty() ? Json(nullptr) : entries.back().json.at("id");
}

bool Conversation::remove(const std::string& itemId)
{
    return std::erase_if(entries, withId(itemId)) > 0;
}

void Conversation::noteSpoken(const std::string& itemId, std::int64_t samples)
{
    if (auto* entry = find(itemId); entry != nullptr && !entry->isCutEarly)
        entry->audioSamples = samples;
}

Json Conversation::conclude(Json finished, std::int64_t spokenSamples)
{
    auto& entry = *find(finished.at("id").get<std::string>());
    if (entry.isCutEarly)
        keepHeard(entry, finished.at("content").at(0), toMs(spokenSamples));
    entry.isBeingSpoken = false;
    entry.isCutEarly = false;
    entry.json = finished;
    entry.bytes = bytesOf(finished);
    makeRoom(0, 0);
    return finished;
}

std::optional<Rejection> Conversation::truncate(const std::string& itemId, int contentIndex, std::int64_t audioEndMs)
{
    auto* entry = find(itemId);
    if (entry == nullptr || entry->json.value("role", "") != "assistant")
        return Rejection{"item_truncate_invalid_item_id",
                         "Error truncating item: no answer with id '" + itemId + "' is in the conversation.",
                         "item_id"};
    auto& content = entry->json.at("content");
    const auto index = static_cast<std::size_t>(contentIndex);
    const bool isAudio = entry->isBeingSpoken ? contentIndex == 0
                                              : contentIndex >= 0 && index < content.size() &&
                                                    content.at(index).at("type") == "output_audio";
    if (!isAudio)
        return Rejection{"invalid_value",
                         "Error truncating item: content " + std::to_string(contentIndex) + " is not audio.",
                         "content_index"};
    const auto durationMs = toMs(entry->audioSamples);
    if (audioEndMs > durationMs)
        return Rejection{"invalid_value",
                         "Audio content of " + std::to_string(durationMs) + "ms is already shorter than " +
                             std::to_string(audioEndMs) + "ms",
                         "audio_end_ms"};
    entry->audioSamples = audioEndMs * samplesPerMs;
    if (entry->isBeingSpoken)
        entry->isCutEarly = true;
    else
        keepHeard(*entry, content.at(index), durationMs);
    return std::nullopt;
}

bool Conversation::awaitsTranscripts() const
{
    return std::ranges::any_of(entries, [](const ConversationItem& entry) { return entry.awaitedTranscripts > 0; });
}

AnswerRequest Conversation::toRequest(std::string instructions) const
{
    AnswerRequest request;
    request.instructions = std::move(instructions);
    std::vector<std::string> calls;
    std::vector<const Json*> outputs;
    for (const auto& entry : entries)
    {
        const auto type = entry.json.value("type", "");
        if (type == "message")
        {
            request.turns.push_back({roleOf(entry.json), plainText(entry)});
            calls.clear();
            outputs.clear();
        }
        else if (type == "function_call")
            calls.push_back(entry.json.value("call_id", ""));
        else if (type == "function_call_output")
            outputs.push_back(&entry.json);
    }
    request.toolOutput = joined(outputs, calls);
    request.messages = chatMessages(entries);
    return request;
}

} // namespace parley::service
