// SPDX-License-Identifier: Apache-2.0
#include "Service/ToolArguments.h"

#include "Service/ArgumentWords.h"
#include "Service/SchemaBudget.h"
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
#include <vector>

namespace parley::service
{
namespace
{

using wire::Json;

constexpr int deepest = 32;
constexpr int mostReferences = 16;
constexpr std::size_t mostSteps = 20000;
constexpr std::size_t mostBytes = std::size_t{256} * 1024;
constexpr std::int64_t mostElements = 64;

/// Empty: it is no text.
std::string_view textOf(const Json& value)
{
    return value.is_string() ? std::string_view(value.get_ref<const std::string&>()) : std::string_view();
}

/// Long texts cost more than one.
std::size_t stepsOf(std::string_view text)
{
    return 1 + text.size() / 64;
}

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
    const auto* found = std::ranges::find(formats, textOf(wire::objectField(schema, "format")), &Format::name);
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
std::string_view typeOf(const Json& schema)
{
    const auto& type = wire::objectField(schema, "type");
    if (type.is_string())
        return textOf(type);
    if (type.is_array())
        for (const auto& one : type)
            if (one.is_string() && one != "null")
                return textOf(one);
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

class ArgumentMaker
{
public:
    ArgumentMaker(const Json& schema, const std::string& line, const std::string& otherwise)
        : root(schema)
        , words(line)
        , spareText(otherwise)
        , stepsOfText((line.size() + otherwise.size()) / 1024)
        , stepsOfSearch(1 + line.size() / 4096)
        , budget(mostSteps, mostBytes + otherwise.size())
    {
    }

    Json make() { return objectFrom(resolved(root), 0); }

private:
    using Property = Json::object_t::value_type;

    /// Where its references lead.
    [[nodiscard]] const Json& resolved(const Json& declared)
    {
        const auto* schema = &declared;
        for (int i = 0; i < mostReferences && !budget.isSpent(); ++i)
        {
            const auto& all = wire::objectField(*schema, "allOf");
            const auto* next = all.is_array() && all.size() == 1 ? &all.front() : target(*schema);
            if (next == nullptr)
                break;
            schema = next;
        }
        budget.walk(1 + choicesOf(*schema).size() + wire::objectField(*schema, "type").size());
        return *schema;
    }

    [[nodiscard]] const Json* target(const Json& schema)
    {
        const auto reference = textOf(wire::objectField(schema, "$ref"));
        if (!reference.starts_with('#'))
            return nullptr;
        budget.walk(stepsOf(reference));
        try
        {
            const Json::json_pointer place(std::string(reference.substr(1)));
            return root.contains(place) ? &root.at(place) : nullptr;
        }
        catch (const Json::exception&)
        {
            return nullptr; // It is no pointer.
        }
    }

    [[nodiscard]] bool isNullable(const Json& schema)
    {
        const auto& variants = variantsOf(schema);
        return variants.empty() ? allowsNull(schema)
                                : std::ranges::any_of(variants, [&](const Json& one)
                                                      { return !budget.isSpent() && allowsNull(resolved(one)); });
    }

    [[nodiscard]] const Json* variantOf(const Json& schema)
    {
        for (const auto& variant : variantsOf(schema))
        {
            if (budget.isSpent())
                break;
            if (!allowsOnlyNull(resolved(variant)))
                return &variant;
        }
        return nullptr;
    }

    [[nodiscard]] std::set<std::string_view> requiredOf(const Json& schema)
    {
        std::set<std::string_view> names;
        for (const auto& name : wire::objectField(schema, "required"))
        {
            budget.walk(stepsOf(textOf(name)));
            if (budget.isSpent())
                break;
            if (name.is_string())
                names.insert(textOf(name));
        }
        return names;
    }

    Json objectFrom(const Json& schema, int depth)
    {
        auto object = Json::object();
        const auto& properties = wire::objectField(schema, "properties");
        if (!properties.is_object())
            return object;
        const auto required = requiredOf(schema);
        std::vector<const Property*> others;
        for (const auto& property : properties.get_ref<const Json::object_t&>())
        {
            budget.walk(stepsOf(property.first));
            if (budget.isSpent())
                return object;
            if (required.contains(property.first) && !isNullable(resolved(property.second)))
                addNeeded(object, property, depth + 1);
            else
                others.push_back(&property);
        }
        for (const auto* property : others)
        {
            if (budget.isSpent())
                break;
            if (required.contains(property->first))
                addNeeded(object, *property, depth + 1);
            else
                addSaid(object, *property, depth + 1);
        }
        return object;
    }

    void addNeeded(Json& object, const Property& property, int depth)
    {
        if (budget.take(property.first.size()))
            object[property.first] = neededFor(property.first, property.second, depth);
    }

    void addSaid(Json& object, const Property& property, int depth)
    {
        auto value = saidFor(property.first, property.second, depth);
        if (value.has_value() && budget.take(property.first.size()))
            object[property.first] = std::move(*value);
    }

    [[nodiscard]] bool goesTooFar(const std::string& name, int depth)
    {
        budget.walk(stepsOf(name) + stepsOfText);
        return depth > deepest || budget.isSpent();
    }

    /// Nothing: there is no room for it.
    [[nodiscard]] std::optional<Json> copyOf(const Json& value)
    {
        const auto size = value.is_string() ? textOf(value).size()
                                            : value.dump(-1, ' ', false, Json::error_handler_t::replace).size();
        return budget.take(size) ? std::optional(Json(value)) : std::nullopt;
    }

    /// Within its limits. Nothing: there is no room for it.
    [[nodiscard]] std::optional<Json> fitted(std::string text, const Json& schema)
    {
        text = fittedText(std::move(text), schema);
        return budget.take(text.size()) ? std::optional(Json(std::move(text))) : std::nullopt;
    }

    /// Nothing: none of them is in the line.
    [[nodiscard]] const Json* saidAmong(std::span<const Json> choices)
    {
        for (const auto& choice : choices)
        {
            budget.walk(stepsOfSearch * stepsOf(textOf(choice)));
            if (budget.isSpent())
                break;
            if (words.has(choice))
                return &choice;
        }
        return nullptr;
    }

    Json neededFor(const std::string& name, const Json& declared, int depth)
    {
        const auto& schema = resolved(declared);
        if (goesTooFar(name, depth))
            return nullptr;
        if (auto value = saidFor(name, schema, depth))
            return std::move(*value);
        if (schema.contains("default"))
            return copyOf(schema.at("default")).value_or(nullptr);
        return isNullable(schema) ? Json(nullptr) : madeUp(name, schema, depth);
    }

    /// Nothing: the line has nothing for it.
    std::optional<Json> saidFor(const std::string& name, const Json& declared, int depth)
    {
        const auto& schema = resolved(declared);
        if (goesTooFar(name, depth))
            return std::nullopt;
        if (const auto choices = choicesOf(schema); !choices.empty())
        {
            const auto* said = saidAmong(choices);
            return said != nullptr ? copyOf(*said) : std::nullopt;
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
        return text.has_value() ? fitted(std::move(*text), schema) : std::nullopt;
    }

    Json madeUp(const std::string& name, const Json& schema, int depth)
    {
        if (const auto choices = choicesOf(schema); !choices.empty())
            return copyOf(choices.front()).value_or(nullptr);
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
        return (format != nullptr ? copyOf(format->example) : fitted(spareText, schema)).value_or(nullptr);
    }

    Json elementsFor(const std::string& name, const Json& schema, int depth)
    {
        const auto& others = wire::objectField(schema, "items");
        const auto& first = schema.contains("prefixItems") ? schema.at("prefixItems") : others;
        const auto count = std::clamp<std::int64_t>(wire::integerField(schema, "minItems"), 0, mostElements);
        auto elements = Json::array();
        while (elements.size() < static_cast<std::size_t>(count) && !budget.isSpent())
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
    const std::size_t stepsOfSearch;
    SchemaBudget budget;
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
