// SPDX-License-Identifier: Apache-2.0
// What a JSON value of a client event may look like, and the check that answers as the live service does.
#pragma once

#include "Service/EventSink.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::service
{

/// A small subset of JSON Schema, plain values. The live service refuses unknown fields, so an object with `fields` is
/// closed; one without takes anything.
struct Shape
{
    enum class Kind
    {
        any,
        string,
        integer,
        number,
        boolean,
        object,
        array
    };

    /// What a string must be like beyond its length.
    struct Form
    {
        bool (*isMet)(std::string_view);
        std::string_view fault; ///< What the answer says behind the name of the value; outlives the shape.
    };

    Kind kind = Kind::any;
    bool isNullable = false;
    bool isRequired = false;
    std::optional<double> minimum;
    std::optional<double> maximum;
    std::optional<std::size_t> longest;    ///< Of a string, in bytes; of an array or an open object, in elements.
    std::optional<Form> form;              ///< Of a string.
    std::vector<std::string> values;       ///< Of a string: the accepted ones; empty accepts all.
    std::map<std::string, Shape> fields;   ///< Of an object.
    std::string selector;                  ///< Of an object: the field that chooses among `variants`.
    std::map<std::string, Shape> variants; ///< Of an object: shapes by the selector's value.
    std::vector<Shape> elements;           ///< Of an array: empty, or the one shape of each element.
    std::vector<std::string> alternatives; ///< Strings accepted in place of the kind, for instance "inf".
    bool acceptsString = false;            ///< Any string is accepted in place of the kind.

    [[nodiscard]] static Shape of(Kind kind);
    [[nodiscard]] static Shape arrayOf(Shape element);
    /// A string with which a client names something: letters, digits, '_' and '-'.
    [[nodiscard]] static Shape identifier(std::size_t longest);
    [[nodiscard]] Shape required() const;
    [[nodiscard]] Shape nullable() const;
};

/// Takes out the nulls of optional fields that do not declare them: the live service takes such a null for an absent
/// field. To be called before `findFault`.
void dropUndeclaredNulls(Json& value, const Shape& shape);

/// The first fault found, or nothing. `path` names the value, for instance "session.audio".
[[nodiscard]] std::optional<Rejection> findFault(const Json& value, const Shape& shape, const std::string& path);

} // namespace parley::service
