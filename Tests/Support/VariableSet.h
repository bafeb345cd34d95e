// SPDX-License-Identifier: Apache-2.0
// An environment of a test's own.
#pragma once

#include "Auth/ApiKey.h"

#include <map>
#include <string>
#include <utility>

namespace parley::test
{

/// No home, and no variables but these.
inline auth::Surroundings surroundingsWith(std::map<std::string, std::string> variables)
{
    auth::Surroundings surroundings;
    surroundings.home = "/nonexistent";
    surroundings.environment = [variables = std::move(variables)](const char* name) -> std::optional<std::string>
    {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
    return surroundings;
}

} // namespace parley::test
