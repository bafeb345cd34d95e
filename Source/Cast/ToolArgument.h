// SPDX-License-Identifier: Apache-2.0
// An argument of a declared tool: what the model is told about it, and what it must give.
#pragma once

#include "Base/Error.h"
#include "Wire/Item.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::cast
{

enum class ArgumentType
{
    integer, ///< 32 bits, signed.
    number,
    string,
    boolean
};

/// Every argument is required.
struct ToolArgument
{
    std::string name;
    ArgumentType type = ArgumentType::string;
    std::string description{};
    std::optional<double> minimum{}; ///< Of numbers.
    std::optional<double> maximum{};
    std::vector<std::string> choices{}; ///< Of strings; empty: any.
};

using ToolArguments = std::vector<ToolArgument>;

/// The JSON schema that the model is given.
[[nodiscard]] wire::Json schemaOf(const ToolArguments& arguments);

/// Nothing when `given` has each argument with its type and within its range; else a sentence for the model.
[[nodiscard]] std::optional<Error> findFault(const ToolArguments& arguments, const wire::Json& given);

} // namespace parley::cast
