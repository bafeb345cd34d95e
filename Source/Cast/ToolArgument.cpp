// SPDX-License-Identifier: Apache-2.0
#include "Cast/ToolArgument.h"

#include <algorithm>
#include <limits>

namespace parley::cast
{
namespace
{

using wire::Json;

const char* nameOf(ArgumentType type)
{
    switch (type)
    {
    case ArgumentType::integer:
        return "integer";
    case ArgumentType::number:
        return "number";
    case ArgumentType::string:
        return "string";
    case ArgumentType::boolean:
        return "boolean";
    }
    return "string";
}

Json schemaOf(const ToolArgument& argument)
{
    Json schema = {{"type", nameOf(argument.type)}};
    if (!argument.description.empty())
        schema["description"] = argument.description;
    if (argument.minimum)
        schema["minimum"] = *argument.minimum;
    if (argument.maximum)
        schema["maximum"] = *argument.maximum;
    if (!argument.choices.empty())
        schema["enum"] = argument.choices;
    return schema;
}

/// A model may write 3.0 where an integer is asked for.
bool isInteger(const Json& value)
{
    if (!value.is_number())
        return false;
    const auto number = value.get<double>();
    constexpr auto least = static_cast<double>(std::numeric_limits<std::int32_t>::min());
    constexpr auto most = static_cast<double>(std::numeric_limits<std::int32_t>::max());
    return number >= least && number <= most && number == static_cast<double>(static_cast<std::int32_t>(number));
}

bool isOfType(const ToolArgument& argument, const Json& value)
{
    switch (argument.type)
    {
    case ArgumentType::integer:
        return isInteger(value);
    case ArgumentType::number:
        return value.is_number();
    case ArgumentType::string:
        return value.is_string();
    case ArgumentType::boolean:
        return value.is_boolean();
    }
    return false;
}

bool isInRange(const ToolArgument& argument, const Json& value)
{
    if (value.is_number())
    {
        const auto number = value.get<double>();
        return number >= argument.minimum.value_or(number) && number <= argument.maximum.value_or(number);
    }
    if (value.is_string() && !argument.choices.empty())
        return std::ranges::find(argument.choices, value.get<std::string>()) != argument.choices.end();
    return true;
}

Error refusal(const ToolArgument& argument, const char* what)
{
    return {ErrorCode::invalidArgument,
            "The argument '" + argument.name + "' " + what + ": call again with one that fits " +
                schemaOf(argument).dump() + ".",
            argument.name};
}

} // namespace

Json schemaOf(const ToolArguments& arguments)
{
    Json properties = Json::object();
    Json required = Json::array();
    for (const auto& argument : arguments)
    {
        properties[argument.name] = schemaOf(argument);
        required.push_back(argument.name);
    }
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", std::move(required)},
            {"additionalProperties", false}};
}

std::optional<Error> findFault(const ToolArguments& arguments, const Json& given)
{
    for (const auto& argument : arguments)
    {
        const auto found = given.find(argument.name);
        if (found == given.end())
            return refusal(argument, "is missing");
        if (!isOfType(argument, *found))
            return refusal(argument, "has another type");
        if (!isInRange(argument, *found))
            return refusal(argument, "is out of range");
    }
    return std::nullopt;
}

} // namespace parley::cast
