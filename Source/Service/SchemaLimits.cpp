// SPDX-License-Identifier: Apache-2.0
#include "Service/SchemaLimits.h"

#include "Base/Detail/Characters.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

namespace parley::service
{
namespace
{

using wire::Json;

/// Whole numbers beyond it are not told apart by a double.
constexpr double largest = 9007199254740992.0;
constexpr std::int64_t longestFilling = 4096;

struct Limit
{
    double value = 0;
    bool isExcluded = false;
};

std::optional<double> numberField(const Json& schema, const char* name)
{
    const auto& field = wire::objectField(schema, name);
    return field.is_number() ? std::optional(field.get<double>()) : std::nullopt;
}

/// A lower limit; with a negative `sign` an upper one as the lower limit of the negative number.
std::optional<Limit> limitOf(const Json& schema, const char* inclusive, const char* exclusive, double sign)
{
    std::optional<Limit> limit;
    if (const auto value = numberField(schema, inclusive))
        limit = Limit{sign * *value, false};
    const auto value = numberField(schema, exclusive);
    if (value.has_value() && (!limit.has_value() || sign * *value >= limit->value))
        limit = Limit{sign * *value, true};
    return limit;
}

/// 0: any number will do.
double stepOf(const Json& schema, bool isInteger)
{
    const auto multiple = numberField(schema, "multipleOf").value_or(0.0);
    const bool isUsed = multiple > 0.0 && (!isInteger || std::floor(multiple) == multiple);
    return isUsed ? multiple : (isInteger ? 1.0 : 0.0);
}

/// As near as the rounding of a division may leave it.
bool isNearlyWhole(double quotient)
{
    const auto tolerance = std::min(0.01, 1e-9 * std::max(1.0, std::abs(quotient)));
    return std::abs(quotient - std::round(quotient)) < tolerance;
}

bool isMultiple(double number, double step)
{
    return std::floor(step) == step ? std::fmod(number, step) == 0.0 : isNearlyWhole(number / step);
}

/// So many steps; of tenths and the like as a decimal is read: three of 0.1 are 0.3.
double multipleOf(double step, double count)
{
    return step < 1.0 && isNearlyWhole(1.0 / step) ? count / std::round(1.0 / step) : count * step;
}

/// Beyond it multiples are not told apart.
bool isCountable(double number, double step)
{
    return step > 0.0 && std::abs(number / step) <= largest;
}

double nearestMultiple(double number, double step)
{
    const bool isKept = !isCountable(number, step) || isMultiple(number, step);
    return isKept ? number : multipleOf(step, std::round(number / step));
}

/// The number, or the least above it that the limit allows; `gap` is the way from a limit that is excluded.
double raised(double number, const Limit& limit, double step, double gap)
{
    if (number > limit.value || (number == limit.value && !limit.isExcluded))
        return number;
    if (!isCountable(limit.value, step))
        return limit.isExcluded ? limit.value + gap : limit.value;
    if (!isMultiple(limit.value, step))
        return multipleOf(step, std::ceil(limit.value / step));
    return limit.isExcluded ? multipleOf(step, std::round(limit.value / step) + 1.0) : limit.value;
}

} // namespace

Json fittedNumber(double number, const Json& schema, bool isInteger)
{
    const auto lower = limitOf(schema, "minimum", "exclusiveMinimum", 1.0);
    const auto upper = limitOf(schema, "maximum", "exclusiveMaximum", -1.0);
    const auto gap = lower.has_value() && upper.has_value() ? std::min(1.0, (-upper->value - lower->value) / 2.0) : 1.0;
    const auto step = stepOf(schema, isInteger);
    auto fitted = nearestMultiple(isInteger ? std::trunc(number) : number, step);
    if (lower.has_value())
        fitted = raised(fitted, *lower, step, gap);
    if (upper.has_value())
        fitted = -raised(-fitted, *upper, step, gap);
    const bool isWhole = std::abs(fitted) <= largest && std::floor(fitted) == fitted;
    if (isInteger || isWhole)
        return static_cast<std::int64_t>(std::clamp(fitted, -largest, largest));
    return fitted;
}

std::string fittedText(std::string text, const Json& schema)
{
    const auto& most = wire::objectField(schema, "maxLength");
    if (most.is_number_integer() && most.get<std::int64_t>() >= 0)
        text = shortened(std::move(text), most.get<std::size_t>());
    const auto length =
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    const auto least = std::clamp<std::int64_t>(wire::integerField(schema, "minLength"), 0, longestFilling);
    if (length < least)
        text.append(static_cast<std::size_t>(least - length), '.');
    return text;
}

} // namespace parley::service
