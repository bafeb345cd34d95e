// SPDX-License-Identifier: Apache-2.0
#include "Written/Detail/NearestName.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace parley::written
{
namespace
{

char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// Levenshtein's distance; letters that differ in case only are the same.
std::size_t distance(std::string_view first, std::string_view second)
{
    std::vector<std::size_t> row(second.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < first.size(); ++i)
    {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < second.size(); ++j)
        {
            const std::size_t replaced = diagonal + (lower(first[i]) == lower(second[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, diagonal + 1, replaced});
        }
    }
    return row.back();
}

} // namespace

std::string nearestName(std::string_view written, std::span<const std::string> known)
{
    constexpr std::size_t mostLetters = 64;
    std::string nearest;
    auto least = std::max<std::size_t>(1, std::min(written.size(), mostLetters) / 3) + 1;
    for (const auto& name : known)
        if (const auto d = distance(written.substr(0, mostLetters), name); d < least)
        {
            least = d;
            nearest = name;
        }
    return nearest;
}

std::string didYouMean(std::string_view written, std::span<const std::string> known)
{
    const auto nearest = nearestName(written, known);
    return nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?";
}

std::string listed(std::span<const std::string> names)
{
    std::string list;
    for (std::size_t i = 0; i < names.size(); ++i)
        list += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + ('"' + names[i] + '"');
    return list;
}

} // namespace parley::written
