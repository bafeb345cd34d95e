// SPDX-License-Identifier: Apache-2.0
#include "Service/ClientEventRules.h"

#include "Service/ClientEventShapes.h"
#include "Service/JsonDepth.h"

#include <algorithm>

namespace parley::service
{
namespace
{

/// Schema: event_id has at most 512 characters.
constexpr std::size_t maximumEventIdLength = 512;

Rejection unknownType(const std::string& type)
{
    std::string message = "Invalid value: '" + type.substr(0, 200) + "'. Supported values are: ";
    const auto& accepted = acceptedClientEvents();
    for (std::size_t i = 0; i < accepted.size(); ++i)
        message += (i == 0 ? "'" : (i + 1 == accepted.size() ? ", and '" : ", '")) + accepted[i] + "'";
    return {"invalid_value", message + ".", "type"};
}

/// Takes undeclared nulls out of the event.
std::optional<Rejection> findFaultInEvent(Json& event)
{
    const auto type = event.find("type");
    if (type == event.end())
        return Rejection{"missing_required_parameter", "Missing required parameter: 'type'.", "type"};
    if (!type->is_string() || !clientEventShapes().contains(type->get<std::string>()))
        return unknownType(type->is_string() ? type->get<std::string>() : type->dump());
    if (const auto id = event.find("event_id");
        id != event.end() && id->is_string() && id->get_ref<const std::string&>().size() > maximumEventIdLength)
        return Rejection{"string_above_max_length", "Invalid 'event_id': it has more than 512 characters.", "event_id"};
    const auto& shape = clientEventShapes().at(type->get<std::string>());
    dropUndeclaredNulls(event, shape);
    return findFault(event, shape, "");
}

} // namespace

std::variant<Json, RefusedFrame> readClientFrame(std::string_view text)
{
    auto event = isTooDeep(text) ? Json(Json::value_t::discarded) : Json::parse(text, nullptr, false);
    if (!event.is_object())
        return RefusedFrame{{"invalid_json", "The message is not valid JSON: send one JSON object a frame.", ""},
                            nullptr};
    const auto id = event.find("event_id");
    auto clientEventId = id != event.end() && id->is_string() ? *id : Json(nullptr);
    if (auto fault = findFaultInEvent(event))
        return RefusedFrame{std::move(*fault), std::move(clientEventId)};
    return event;
}

Rejection binaryFrameRejection()
{
    return {"invalid_event", "Binary frames are not supported: send events as text frames.", ""};
}

} // namespace parley::service
