// SPDX-License-Identifier: Apache-2.0
#include "Service/Shape.h"

#include <algorithm>

namespace parley::service
{
namespace
{

using Kind = Shape::Kind;

std::string join(const std::string& path, const std::string& name)
{
    return path.empty() ? name : path + "." + name;
}

std::string_view wordFor(Kind kind)
{
    switch (kind)
    {
    case Kind::string:
        return "a string";
    case Kind::integer:
        return "an integer";
    case Kind::number:
        return "a number";
    case Kind::boolean:
        return "a boolean";
    case Kind::array:
        return "an array";
    case Kind::object:
        return "an object";
    case Kind::any:
        break;
    }
    return "a value";
}

std::string_view wordFor(const Json& value)
{
    if (value.is_null())
        return "null";
    if (value.is_string())
        return "a string";
    if (value.is_boolean())
        return "a boolean";
    if (value.is_number_integer())
        return "an integer";
    if (value.is_number())
        return "a decimal number";
    return value.is_array() ? "an array" : "an object";
}

bool isOfKind(const Json& value, Kind kind)
{
    switch (kind)
    {
    case Kind::string:
        return value.is_string();
    case Kind::integer:
        return value.is_number_integer();
    case Kind::number:
        return value.is_number();
    case Kind::boolean:
        return value.is_boolean();
    case Kind::object:
        return value.is_object();
    case Kind::array:
        return value.is_array();
    case Kind::any:
        break;
    }
    return true;
}

std::string quotedList(const std::vector<std::string>& values)
{
    std::string text;
    for (std::size_t i = 0; i < values.size(); ++i)
    {
        if (i > 0)
            text += i + 1 == values.size() ? (values.size() == 2 ? " and " : ", and ") : ", ";
        text += "'" + values[i] + "'";
    }
    return text;
}

Rejection wrongType(const Json& value, Kind kind, const std::string& path)
{
    return {"invalid_type",
            "Invalid type for '" + path + "': expected " + std::string(wordFor(kind)) + ", but got " +
                std::string(wordFor(value)) + " instead.",
            path};
}

Rejection wrongValue(const std::string& value, const std::vector<std::string>& accepted, const std::string& path)
{
    return {"invalid_value", "Invalid value: '" + value + "'. Supported values are: " + quotedList(accepted) + ".",
            path};
}

std::optional<Rejection> findFaultInLength(const Json& value, const Shape& shape, const std::string& path)
{
    const auto length = value.is_string() ? value.get_ref<const std::string&>().size() : value.size();
    if (!shape.longest || length <= *shape.longest)
        return std::nullopt;
    const auto kind = std::string(value.is_string() ? "string" : value.is_array() ? "array" : "object");
    const auto aKind = std::string(wordFor(value));
    return Rejection{kind + "_above_max_length",
                     "Invalid '" + path + "': " + kind + " too long. Expected " + aKind + " with maximum length " +
                         std::to_string(*shape.longest) + ", but got " + aKind + " with length " +
                         std::to_string(length) + " instead.",
                     path};
}

bool isIdentifier(std::string_view text)
{
    const auto isKept = [](char c)
    { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; };
    return !text.empty() && std::ranges::all_of(text, isKept);
}

std::optional<Rejection> findFaultInForm(const Json& value, const Shape& shape, const std::string& path)
{
    if (!value.is_string() || !shape.form || shape.form->isMet(value.get_ref<const std::string&>()))
        return std::nullopt;
    return Rejection{"invalid_value", "Invalid '" + path + "'" + std::string(shape.form->fault), path};
}

std::optional<Rejection> findFaultInNumber(const Json& value, const Shape& shape, const std::string& path)
{
    const auto number = value.get<double>();
    const auto name = std::string(shape.kind == Kind::integer ? "integer" : "decimal");
    const auto text = [&](double limit)
    { return shape.kind == Kind::integer ? Json(static_cast<std::int64_t>(limit)).dump() : Json(limit).dump(); };
    if (shape.minimum && number < *shape.minimum)
        return Rejection{name + "_below_min_value",
                         "Invalid '" + path + "': " + name + " below minimum value. Expected a value >= " +
                             text(*shape.minimum) + ", but got " + value.dump() + " instead.",
                         path};
    if (shape.maximum && number > *shape.maximum)
        return Rejection{name + "_above_max_value",
                         "Invalid '" + path + "': " + name + " above maximum value. Expected a value <= " +
                             text(*shape.maximum) + ", but got " + value.dump() + " instead.",
                         path};
    return std::nullopt;
}

std::optional<Rejection> findFaultInFields(const Json& value, const Shape& shape, const std::string& path)
{
    for (const auto& [name, field] : value.items())
    {
        const auto known = shape.fields.find(name);
        if (known == shape.fields.end())
            return Rejection{"unknown_parameter", "Unknown parameter: '" + join(path, name) + "'.", join(path, name)};
        if (auto fault = findFault(field, known->second, join(path, name)))
            return fault;
    }
    for (const auto& [name, field] : shape.fields)
        if (field.isRequired && !value.contains(name))
            return Rejection{"missing_required_parameter", "Missing required parameter: '" + join(path, name) + "'.",
                             join(path, name)};
    return std::nullopt;
}

/// The fields of an object, whichever variant it is; null for what has none.
const std::map<std::string, Shape>* fieldsFor(const Json& value, const Shape& shape)
{
    if (shape.variants.empty())
        return shape.fields.empty() ? nullptr : &shape.fields;
    const auto chosen = value.find(shape.selector);
    if (chosen == value.end() || !chosen->is_string())
        return nullptr;
    const auto variant = shape.variants.find(chosen->get_ref<const std::string&>());
    return variant == shape.variants.end() ? nullptr : fieldsFor(value, variant->second);
}

bool isUndeclaredNull(const Json& value, const Shape& shape)
{
    return value.is_null() && !shape.isNullable && !shape.isRequired && shape.kind != Kind::any;
}

std::optional<Rejection> findFaultInVariant(const Json& value, const Shape& shape, const std::string& path)
{
    const auto where = join(path, shape.selector);
    const auto chosen = value.find(shape.selector);
    if (chosen == value.end())
        return Rejection{"missing_required_parameter", "Missing required parameter: '" + where + "'.", where};
    if (!chosen->is_string())
        return wrongType(*chosen, Kind::string, where);
    const auto variant = shape.variants.find(chosen->get<std::string>());
    if (variant != shape.variants.end())
        return findFault(value, variant->second, path);
    std::vector<std::string> accepted;
    for (const auto& [name, ignored] : shape.variants)
        accepted.push_back(name);
    return wrongValue(chosen->get<std::string>(), accepted, where);
}

std::optional<Rejection> findFaultInElements(const Json& value, const Shape& shape, const std::string& path)
{
    if (shape.elements.empty())
        return std::nullopt;
    for (std::size_t i = 0; i < value.size(); ++i)
        if (auto fault = findFault(value[i], shape.elements.front(), path + "[" + std::to_string(i) + "]"))
            return fault;
    return std::nullopt;
}

} // namespace

Shape Shape::of(Kind kind)
{
    Shape shape;
    shape.kind = kind;
    return shape;
}

Shape Shape::arrayOf(Shape element)
{
    auto shape = of(Kind::array);
    shape.elements.push_back(std::move(element));
    return shape;
}

Shape Shape::identifier(std::size_t longest)
{
    auto shape = of(Kind::string);
    shape.longest = longest;
    shape.form = Form{isIdentifier, ": string does not match pattern. Expected a string that matches the pattern "
                                    "'^[a-zA-Z0-9_-]+$'."};
    return shape;
}

Shape Shape::required() const
{
    auto copy = *this;
    copy.isRequired = true;
    return copy;
}

Shape Shape::nullable() const
{
    auto copy = *this;
    copy.isNullable = true;
    return copy;
}

void dropUndeclaredNulls(Json& value, const Shape& shape)
{
    if (value.is_array() && !shape.elements.empty())
        for (auto& element : value)
            dropUndeclaredNulls(element, shape.elements.front());
    const auto* fields = value.is_object() ? fieldsFor(value, shape) : nullptr;
    if (fields == nullptr)
        return;
    for (auto field = value.begin(); field != value.end();)
    {
        const auto known = fields->find(field.key());
        if (known != fields->end() && isUndeclaredNull(*field, known->second))
        {
            field = value.erase(field);
            continue;
        }
        if (known != fields->end() && field->is_structured())
            dropUndeclaredNulls(*field, known->second);
        ++field;
    }
}

std::optional<Rejection> findFault(const Json& value, const Shape& shape, const std::string& path)
{
    if (value.is_null() && shape.isNullable)
        return std::nullopt;
    if (value.is_string() &&
        (shape.acceptsString || std::ranges::count(shape.alternatives, value.get<std::string>()) > 0))
        return std::nullopt;
    if (!isOfKind(value, shape.kind))
        return wrongType(value, shape.kind, path);
    if (value.is_string() && !shape.values.empty() && std::ranges::count(shape.values, value.get<std::string>()) == 0)
        return wrongValue(value.get<std::string>(), shape.values, path);
    if (auto fault = findFaultInLength(value, shape, path))
        return fault;
    if (auto fault = findFaultInForm(value, shape, path))
        return fault;
    if (value.is_number() && shape.kind != Kind::any)
        return findFaultInNumber(value, shape, path);
    if (value.is_array())
        return findFaultInElements(value, shape, path);
    if (value.is_object() && !shape.variants.empty())
        return findFaultInVariant(value, shape, path);
    if (value.is_object() && !shape.fields.empty())
        return findFaultInFields(value, shape, path);
    return std::nullopt;
}

} // namespace parley::service
