// SPDX-License-Identifier: Apache-2.0
#include "Service/StructuredText.h"

#include "Service/JsonDepth.h"
#include "Service/ToolArguments.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>

namespace parley::service
{
namespace
{

using wire::Json;

bool isObjectWith(const std::string& text, const Json& required)
{
    if (isTooDeep(text))
        return false;
    const auto json = Json::parse(text, nullptr, false);
    return json.is_object() &&
           std::ranges::all_of(required, [&](const Json& name)
                               { return name.is_string() && json.contains(name.get_ref<const std::string&>()); });
}

} // namespace

std::string structuredText(const AnswerRequest& request, const std::string& said, std::string text)
{
    const auto type = wire::textField(request.responseFormat, "type");
    if (type != "json_object" && type != "json_schema")
        return text;
    const auto& schema = wire::objectField(wire::objectField(request.responseFormat, "json_schema"), "schema");
    if (isObjectWith(text, wire::objectField(schema, "required")))
        return text;
    const bool isAnswer = type == "json_object" || !schema.is_object() || schema.empty();
    const auto& source = request.toolOutput.empty() ? said : request.toolOutput;
    const auto object = isAnswer ? Json{{"answer", text}} : argumentsFrom(schema, source, text);
    return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace parley::service
