// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/ResponseFormat.h"

#include "Service/Shape.h"
#include "Wire/Detail/JsonFields.h"

namespace parley::service
{
namespace
{

constexpr std::size_t longestName = 64;

Shape shapeOfSchema()
{
    auto shape = Shape::of(Shape::Kind::object).required();
    shape.fields = {{"name", Shape::identifier(longestName).required()},
                    {"description", Shape::of(Shape::Kind::string).nullable()},
                    {"schema", Shape::of(Shape::Kind::object)},
                    {"strict", Shape::of(Shape::Kind::boolean).nullable()}};
    return shape;
}

Shape shapeOfFormat()
{
    const auto type = Shape::of(Shape::Kind::string).required();
    auto plain = Shape::of(Shape::Kind::object);
    plain.fields = {{"type", type}};
    auto structured = plain;
    structured.fields.emplace("json_schema", shapeOfSchema());
    auto shape = Shape::of(Shape::Kind::object).nullable();
    shape.selector = "type";
    shape.variants = {{"text", plain}, {"json_object", plain}, {"json_schema", structured}};
    return shape;
}

} // namespace

std::optional<Rejection> findFaultInResponseFormat(const Json& format)
{
    static const auto shape = shapeOfFormat();
    if (auto fault = findFault(format, shape, "response_format"))
        return fault;
    const auto& wanted = wire::objectField(format, "json_schema");
    const auto& type = wire::objectField(wire::objectField(wanted, "schema"), "type");
    if (type.is_string() && type != "object")
        return Rejection{"",
                         "Invalid schema for response_format '" + wire::textField(wanted, "name") +
                             "': schema must be a JSON Schema of 'type: \"object\"', got 'type: \"" +
                             type.get<std::string>().substr(0, 200) + "\"'.",
                         "response_format"};
    return std::nullopt;
}

Json responseFormatFrom(const Json& format)
{
    return wire::textField(format, "type") == "text" ? Json() : format;
}

} // namespace parley::service
