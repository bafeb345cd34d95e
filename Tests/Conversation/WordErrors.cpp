// SPDX-License-Identifier: Apache-2.0
#include "WordErrors.h"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace parley::listening
{

std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    bool isInside = false;
    for (const char one : text)
    {
        const auto letter = static_cast<unsigned char>(one);
        if (std::isalnum(letter) == 0 && !(one == '\'' && isInside))
        {
            isInside = false;
            continue;
        }
        if (!isInside)
            words.emplace_back();
        isInside = true;
        words.back() += static_cast<char>(std::tolower(letter));
    }
    return words;
}

double WordErrors::rate() const
{
    if (said == 0)
        return errors == 0 ? 0.0 : 1.0;
    return static_cast<double>(errors) / static_cast<double>(said);
}

WordErrors compareWords(std::string_view said, std::string_view understood)
{
    const auto wanted = wordsOf(said);
    const auto heard = wordsOf(understood);
    std::vector<std::size_t> costs(heard.size() + 1);
    std::iota(costs.begin(), costs.end(), std::size_t{0});
    for (std::size_t row = 0; row < wanted.size(); ++row)
    {
        auto diagonal = costs[0];
        costs[0] = row + 1;
        for (std::size_t column = 0; column < heard.size(); ++column)
        {
            const auto replaced = diagonal + (wanted[row] == heard[column] ? 0 : 1);
            diagonal = costs[column + 1];
            costs[column + 1] = std::min({replaced, diagonal + 1, costs[column] + 1});
        }
    }
    return {wanted.size(), costs.back()};
}

} // namespace parley::listening
