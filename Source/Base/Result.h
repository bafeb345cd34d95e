// SPDX-License-Identifier: Apache-2.0
// A value or an Error. Functions of Parley return it instead of throwing.
#pragma once

#include "Base/Error.h"

#include <optional>
#include <utility>
#include <variant>

namespace parley
{

/// Holds either a T or an Error. Reading the side that is not there is a programming error (std::bad_variant_access).
template <typename T>
class [[nodiscard]] Result
{
public:
    Result(T value)
        : content(std::move(value))
    {
    }
    Result(Error error)
        : content(std::move(error))
    {
    }

    [[nodiscard]] explicit operator bool() const noexcept { return std::holds_alternative<T>(content); }
    [[nodiscard]] const T& value() const& { return std::get<T>(content); }
    [[nodiscard]] T& value() & { return std::get<T>(content); }
    [[nodiscard]] T value() && { return std::get<T>(std::move(content)); }
    [[nodiscard]] const Error& error() const { return std::get<Error>(content); }

private:
    std::variant<T, Error> content;
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error failure)
        : problem(std::move(failure))
    {
    }

    [[nodiscard]] explicit operator bool() const noexcept { return !problem.has_value(); }
    [[nodiscard]] const Error& error() const { return problem.value(); }

private:
    std::optional<Error> problem;
};

} // namespace parley
