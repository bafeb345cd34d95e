// SPDX-License-Identifier: Apache-2.0
#include "Service/ToolArguments.h"

#include "Service/ArgumentWords.h"
#include "Service/SchemaLimits.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <utility>

namespace parley::service
{
namespace
{

using wire::Json;

constexpr int deepest = 32;
constexpr int mostReferences = 16;
constexpr std::size_t mostSteps = 20000;
constexpr std::int64_t mostElements = 64;

struct Format
{
    std::string_view name;
    std::string_view example;
};

constexpr std::array<Format, 10> formats = {{{"date", "2000-01-01"},
                                             {"date-time", "2000-01-01T00:00:00Z"},
                                             {"duration", "P1D"},
                                             {"email", "someone@example.com"},
                                             {"hostname", "example.com"},
                                             {"ipv4", "127.0.0.1"},
                                             {"ipv6", "::1"},
                                             {"time", "00:00:00Z"},
                                             {"uri", "https://example.com"},
                                             {"uuid", "00000000-0000-4000-8000-000000000000"}}};

const Format* formatOf(const Json& schema)
{
    const auto* found = std::ranges::find(formats, wire::textField(schema, "format"), &Format::name);
    return found == formats.end() ? nullptr : found;
}

/// Empty: it is no choice.
std::span<const Json> choicesOf(const Json& schema)
{
    if (schema.contains("const"))
        return {&schema.at("const"), 1};
    const auto& choices = wire::objectField(schema, "enum");
    return choices.is_array() ? std::span<const Json>(choices.get_ref<const Json::array_t&>())
                              : std::span<const Json>();
}

const Json& variantsOf(const Json& schema)
{
    static const auto none = Json::array();
    for (const auto* name : {"anyOf", "oneOf"})
        if (const auto& variants = wire::objectField(schema, name); variants.is_array() && !variants.empty())
            return variants;
    return none;
}

/// Of several types the first that is not null.
std::string typeOf(const Json& schema)
{
    const auto& type = wire::objectField(schema, "type");
    if (type.is_string())
        return type.get<std::string>();
    if (type.is_array())
        for (const auto& one : type)
            if (one.is_string() && one != "null")
                return one.get<std::string>();
    if (type.is_array() && !type.empty())
        return "null";
    if (schema.contains("properties"))
        return "object";
    return schema.contains("items") || schema.contains("prefixItems") ? "array" : "string";
}

bool allowsNull(const Json& schema)
{
    if (const auto choices = choicesOf(schema); !choices.empty())
        return std::ranges::any_of(choices, [](const Json& choice) { return choice.is_null(); });
    const auto& type = wire::objectField(schema, "type");
    return type == "null" || (type.is_array() && std::ranges::count(type, Json("null")) > 0);
}

bool allowsOnlyNull(const Json& schema)
{
    const auto choices = choicesOf(schema);
    return choices.empty() ? typeOf(schema) == "null"
                           : std::ranges::all_of(choices, [](const Json& choice) { return choice.is_null(); });
}

std::set<std::string> textsIn(const Json& array)
{
    std::set<std::string> texts;
    for (const auto& element : array)
        if (element.is_string())
            texts.insert(element.get<std::string>());
    return texts;
}

class ArgumentMaker
{
public:
    ArgumentMaker(const Json& schema, const std::string& line, const std::string& otherwise)
        : root(schema)
        , words(line)
        , spareText(otherwise)
        , stepsOfText((line.size() + otherwise.size()) / 1024)
    {
    }

    Json make() { return objectFrom(resolved(root), 0); }

private:
    /// Where its references lead.
    [[nodiscard]] const Json& resolved(const Json& declared) const
    {
        const auto* schema = &declared;
        for (int i = 0; i < mostReferences; ++i)
        {
            const auto& all = wire::objectField(*schema, "allOf");
            const auto* next = all.is_array() && all.size() == 1 ? &all.front() : target(*schema);
            if (next == nullptr)
                break;
            schema = next;
        }
        return *schema;
    }

    [[nodiscard]] const Json* target(const Json& schema) const
    {
        const auto reference = wire::textField(schema, "$ref");
        if (!reference.starts_with('#'))
            return nullptr;
        try
        {
            const Json::json_pointer place(reference.substr(1));
            return root.contains(place) ? &root.at(place) : nullptr;
        }
        catch (const Json::exception&)
        {
            return nullptr; // It is no pointer.
        }
    }

    [[nodiscard]] bool isNullable(const Json& schema) const
    {
        const auto& variants = variantsOf(schema);
        return variants.empty()
                   ? allowsNull(schema)
                   : std::ranges::any_of(variants, [&](const Json& one) { return allowsNull(resolved(one)); });
    }

    [[nodiscard]] const Json* variantOf(const Json& schema) const
    {
        for (const auto& variant : variantsOf(schema))
            if (!allowsOnlyNull(resolved(variant)))
                return &variant;
        return nullptr;
    }

    Json objectFrom(const Json& schema, int depth)
    {
        auto object = Json::object();
        const auto& properties = wire::objectField(schema, "properties");
        if (!properties.is_object())
            return object;
        const auto required = textsIn(wire::objectField(schema, "required"));
        for (const bool isFirst : {true, false})
            for (const auto& [name, property] : properties.items())
            {
                const bool isRequired = required.contains(name);
                const bool mustHave = isRequired && !isNullable(resolved(property));
                if (mustHave != isFirst || steps > mostSteps)
                    continue;
                if (isRequired)
                    object[name] = neededFor(name, property, depth + 1);
                else if (auto value = saidFor(name, property, depth + 1))
                    object[name] = std::move(*value);
            }
        return object;
    }

    /// A schema may lead into itself, more than once in each round.
    [[nodiscard]] bool goesTooFar(const Json& schema, int depth)
    {
        steps += 1 + stepsOfText + choicesOf(schema).size();
        for (const auto* name : {"properties", "required", "anyOf", "oneOf"})
            steps += wire::objectField(schema, name).size();
        return depth > deepest || steps > mostSteps;
    }

    Json neededFor(const std::string& name, const Json& declared, int depth)
    {
        const auto& schema = resolved(declared);
        if (goesTooFar(schema, depth))
            return nullptr;
        if (auto value = saidFor(name, schema, depth))
            return std::move(*value);
        if (schema.contains("default"))
            return schema.at("default");
        return isNullable(schema) ? Json(nullptr) : madeUp(name, schema, depth);
    }

    /// Nothing: the line has nothing for it.
    std::optional<Json> saidFor(const std::string& name, const Json& declared, int depth)
    {
        const auto& schema = resolved(declared);
        if (goesTooFar(schema, depth))
            return std::nullopt;
        if (const auto choices = choicesOf(schema); !choices.empty())
        {
            const auto said = std::ranges::find_if(choices, [&](const Json& choice) { return words.has(choice); });
            return said != choices.end() ? std::optional(Json(*said)) : std::nullopt;
        }
        if (const auto* variant = variantOf(schema))
            return saidFor(name, *variant, depth + 1);
        const auto type = typeOf(schema);
        if (type == "integer" || type == "number")
            if (const auto number = words.takeNumber())
                return fittedNumber(*number, schema, type == "integer");
        if (type == "boolean" && words.hasName(name))
            return Json(words.truth());
        return type == "string" ? textFor(name, schema) : std::nullopt;
    }

    std::optional<Json> textFor(const std::string& name, const Json& schema)
    {
        const auto* format = formatOf(schema);
        auto text = format != nullptr ? words.pieceOf(format->name) : words.takeText(name);
        return text.has_value() ? std::optional(Json(fittedText(std::move(*text), schema))) : std::nullopt;
    }

    Json madeUp(const std::string& name, const Json& schema, int depth)
    {
        if (const auto choices = choicesOf(schema); !choices.empty())
            return choices.front();
        if (const auto* variant = variantOf(schema))
            return neededFor(name, *variant, depth + 1);
        const auto type = typeOf(schema);
        if (type == "integer" || type == "number")
        {
            const auto& least = wire::objectField(schema, "minimum");
            return fittedNumber(least.is_number() ? least.get<double>() : 0.0, schema, type == "integer");
        }
        if (type == "boolean")
            return words.truth();
        if (type == "array")
            return elementsFor(name, schema, depth);
        if (type == "object")
            return objectFrom(schema, depth);
        const auto* format = formatOf(schema);
        return format != nullptr ? Json(format->example) : Json(fittedText(spareText, schema));
    }

    Json elementsFor(const std::string& name, const Json& schema, int depth)
    {
        const auto& others = wire::objectField(schema, "items");
        const auto& first = schema.contains("prefixItems") ? schema.at("prefixItems") : others;
        const auto count = std::clamp<std::int64_t>(wire::integerField(schema, "minItems"), 0, mostElements);
        auto elements = Json::array();
        while (elements.size() < static_cast<std::size_t>(count))
        {
            const bool isPlaced = first.is_array() && elements.size() < first.size();
            elements.push_back(neededFor(name, isPlaced ? first[elements.size()] : others, depth + 1));
        }
        return elements;
    }

    const Json& root;
    ArgumentWords words;
    const std::string& spareText;
    const std::size_t stepsOfText;
    std::size_t steps = 0;
};

} // namespace

Json argumentsFrom(const Json& schema, const std::string& said)
{
    return argumentsFrom(schema, said, said);
}

Json argumentsFrom(const Json& schema, const std::string& said, const std::string& otherwise)
{
    return ArgumentMaker(schema, said, otherwise).make();
}

} // namespace parley::service
