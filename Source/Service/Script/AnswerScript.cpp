// SPDX-License-Identifier: Apache-2.0
#include "Service/Script/AnswerScript.h"

#include <iterator>

namespace parley::service
{

std::vector<std::string> AnswerScript::phrases() const
{
    /// Of one pattern: more come from alternatives that nobody meant as a list of phrases.
    constexpr std::size_t mostOfPattern = 64;
    std::vector<std::string> all;
    for (const auto& rule : rules)
        for (const auto& pattern : rule.patterns)
        {
            auto some = pattern.phrases(mostOfPattern);
            all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
        }
    return all;
}

} // namespace parley::service
