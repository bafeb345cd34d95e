// SPDX-License-Identifier: Apache-2.0
// Reads fields of events without ever failing: what is missing, null or of another type gives the default.
#pragma once

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <string>

namespace parley::wire
{

inline const nlohmann::json& objectField(const nlohmann::json& from, const char* name)
{
    static const nlohmann::json nothing = nlohmann::json::object();
    if (!from.is_object())
        return nothing;
    const auto found = from.find(name);
    return found != from.end() ? *found : nothing;
}

inline std::string textField(const nlohmann::json& from, const char* name)
{
    const auto& field = objectField(from, name);
    return field.is_string() ? field.get<std::string>() : std::string();
}

inline std::int64_t integerField(const nlohmann::json& from, const char* name)
{
    const auto& field = objectField(from, name);
    if (field.is_number_integer())
        return field.get<std::int64_t>();
    // Beyond 2^53 a fraction cannot be told, and further up a conversion would be undefined.
    constexpr double largest = 9007199254740992.0;
    const auto number = field.is_number_float() ? field.get<double>() : 0.0;
    return std::abs(number) <= largest ? static_cast<std::int64_t>(number) : 0;
}

} // namespace parley::wire
