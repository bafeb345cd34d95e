// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/RetryAfter.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <ctime>
#include <iomanip>
#include <locale>
#include <sstream>
#include <string>

namespace parley::net
{
namespace
{

using namespace std::chrono;

/// The fields of the text, if it has this form (std::get_time) to its last character.
std::optional<std::tm> readAs(const char* form, std::string_view text)
{
    std::istringstream stream{std::string(text)};
    stream.imbue(std::locale::classic());
    std::tm fields{};
    stream >> std::get_time(&fields, form);
    if (stream.fail() || stream.peek() != std::istringstream::traits_type::eof())
        return std::nullopt;
    return fields;
}

std::optional<sys_seconds> timeOf(const std::tm& fields)
{
    const year_month_day date{year(fields.tm_year + 1900), month(static_cast<unsigned>(fields.tm_mon) + 1U),
                              day(static_cast<unsigned>(fields.tm_mday))};
    if (!date.ok())
        return std::nullopt;
    return sys_days(date) + hours(fields.tm_hour) + minutes(fields.tm_min) + seconds(fields.tm_sec);
}

constexpr std::size_t asctimeLength = 24;
constexpr int yearsOfCentury = 100;
constexpr years farthestAhead{50};

/// What std::get_time made of two digits, in the century that RFC 9110 means.
std::tm inCenturyOf(sys_seconds now, std::tm fields)
{
    const auto thisYear = year_month_day(floor<days>(now)).year();
    const auto digits = fields.tm_year % yearsOfCentury;
    auto meant = year(static_cast<int>(thisYear) / yearsOfCentury * yearsOfCentury + digits);
    if (meant - thisYear > farthestAhead)
        meant -= years(yearsOfCentury);
    fields.tm_year = static_cast<int>(meant) - 1900;
    return fields;
}

} // namespace

std::optional<sys_seconds> parseHttpDate(std::string_view text, sys_seconds now)
{
    // std::get_time is content with a text that ends too early.
    if (text.size() == asctimeLength)
        if (const auto asctime = readAs("%a %b %d %H:%M:%S %Y", text))
            return timeOf(*asctime);
    if (!text.ends_with(" GMT"))
        return std::nullopt;
    if (const auto fixed = readAs("%a, %d %b %Y %H:%M:%S GMT", text))
        return timeOf(*fixed);
    if (const auto rfc850 = readAs("%A, %d-%b-%y %H:%M:%S GMT", text))
        return timeOf(inCenturyOf(now, *rfc850));
    return std::nullopt;
}

std::optional<seconds> parseRetryAfter(std::string_view text, sys_seconds now)
{
    std::uint32_t given = 0;
    const auto* const end = text.data() + text.size();
    if (const auto read = std::from_chars(text.data(), end, given); read.ec == std::errc() && read.ptr == end)
        return seconds(given);
    const auto date = parseHttpDate(text, now);
    return date ? std::optional(std::max(seconds(*date - now), seconds(0))) : std::nullopt;
}

} // namespace parley::net
