// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/SentLines.h"

#include <algorithm>
#include <utility>

namespace parley::realtime
{

void SentLines::sent(const wire::Item& item)
{
    if (waiting.size() == most)
    {
        waiting.pop_front();
        ++overflow;
    }
    waiting.push_back({item, false});
}

void SentLines::acknowledged(const wire::Item& item)
{
    auto found = std::ranges::find_if(waiting, [&](const auto& one) { return one.item.id == item.id; });
    if (found == waiting.end() && item.type == "message" && item.role != wire::Role::assistant)
        found = std::ranges::find_if(
            waiting, [&, words = item.plainText()](const auto& one)
            { return !words.empty() && one.item.role == item.role && one.item.plainText() == words; });
    if (found != waiting.end())
        waiting.erase(found);
}

void SentLines::refused(const std::string& eventId)
{
    if (!eventId.empty())
        std::erase_if(waiting, [&](const auto& one) { return one.item.id == eventId; });
}

SentLines::Again SentLines::again()
{
    Again result;
    for (auto& one : std::exchange(waiting, {}))
    {
        (one.isSecond ? result.lost : result.items).push_back(one.item);
        if (!one.isSecond)
            waiting.push_back({std::move(one.item), true});
    }
    return result;
}

} // namespace parley::realtime
