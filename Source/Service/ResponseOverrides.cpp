// SPDX-License-Identifier: Apache-2.0
#include "Service/ResponseOverrides.h"

#include "Base/Detail/Characters.h"

#include <utility>

namespace parley::service
{
namespace
{

ResponsePlan makePlan(const Json& overrides, const SessionSettings& settings)
{
    const auto& session = settings.toJson();
    const auto& output = session.at("audio").at("output");
    const auto choose = [&](const char* name) { return overrides.value(name, session.at(name)); };
    ResponsePlan plan;
    plan.instructions = choose("instructions").get<std::string>();
    plan.isSpoken = choose("output_modalities").at(0) == "audio";
    plan.voice = voiceName(overrides.value(Json::json_pointer("/audio/output/voice"), output.at("voice")));
    plan.format = wire::audioFormatFrom(overrides.value(Json::json_pointer("/audio/output/format"), Json()))
                      .value_or(settings.outputFormat());
    plan.speed = output.at("speed").get<double>();
    plan.joinsConversation = overrides.value("conversation", "auto") != "none";
    plan.maxOutputTokens = choose("max_output_tokens");
    plan.metadata = overrides.value("metadata", Json(nullptr));
    plan.tools = choose("tools");
    plan.toolChoice = choose("tool_choice");
    plan.parallelToolCalls = overrides.value("parallel_tool_calls", session.value("parallel_tool_calls", true));
    return plan;
}

std::variant<Conversation, Rejection> readInput(const Json& items, Conversation& conversation,
                                                Transcriptions& transcriptions, wire::AudioFormat format,
                                                Identifiers& ids)
{
    Conversation input;
    for (std::size_t i = 0; i < items.size(); ++i)
    {
        const auto path = "response.input[" + std::to_string(i) + "]";
        ConversationItem item;
        if (items[i].at("type") == "item_reference")
        {
            const auto itemId = items[i].at("id").get<std::string>();
            const auto* referred = conversation.find(itemId);
            if (referred == nullptr)
                return Rejection{"invalid_value", "The item with id '" + itemId + "' does not exist.", path + ".id"};
            item = *referred;
        }
        else
        {
            item.json = completeItem(items[i], ids);
            if (auto fault = transcriptions.requestParts(item, path, format))
                return std::move(*fault);
        }
        input.add(std::move(item));
    }
    return input;
}

/// Schema: Metadata.
constexpr std::size_t longestMetadataName = 64;
constexpr std::size_t longestMetadataValue = 512;

std::optional<Rejection> findFaultInMetadata(const Json& metadata)
{
    if (!metadata.is_object())
        return std::nullopt;
    for (const auto& [name, value] : metadata.items())
    {
        const auto path = "response.metadata." + shortened(name, longestMetadataName);
        if (!value.is_string())
            return Rejection{"invalid_type", "Invalid type for '" + path + "': expected a string.", path};
        if (name.size() > longestMetadataName || value.get_ref<const std::string&>().size() > longestMetadataValue)
            return Rejection{"string_above_max_length",
                             "Invalid '" + path + "': names have at most 64 characters, values at most 512.", path};
    }
    return std::nullopt;
}

} // namespace

std::variant<PreparedResponse, Rejection> prepareResponse(const Json& overrides, const SessionSettings& settings,
                                                          Conversation& conversation, Transcriptions& transcriptions,
                                                          Identifiers& ids)
{
    const auto& set = overrides.is_null() ? Json::object() : overrides;
    if (set.contains("output_modalities"))
        if (auto fault = findFaultInModalities(set.at("output_modalities"), "response.output_modalities"))
            return std::move(*fault);
    if (auto fault = findFaultInMetadata(set.value("metadata", Json(nullptr))))
        return std::move(*fault);
    PreparedResponse prepared;
    prepared.plan = makePlan(set, settings);
    if (!set.contains("input"))
        return prepared;
    auto input = readInput(set.at("input"), conversation, transcriptions, settings.inputFormat(), ids);
    if (auto* fault = std::get_if<Rejection>(&input))
        return std::move(*fault);
    prepared.input = std::get<Conversation>(std::move(input));
    return prepared;
}

Json completeItem(Json item, Identifiers& ids)
{
    if (!item.contains("id") || item.at("id").get_ref<const std::string&>().empty())
        item["id"] = ids.next("item");
    item["object"] = "realtime.item";
    item["status"] = "completed";
    if (item.at("type") == "function_call" && !item.contains("call_id"))
        item["call_id"] = ids.next("call");
    return item;
}

} // namespace parley::service
