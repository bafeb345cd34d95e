// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/SpokenTurns.h"

#include <utility>

namespace parley::realtime
{

void SpokenTurns::sent(const Samples& samples, bool isTurn)
{
    open.insert(open.end(), samples.begin(), samples.end());
    const auto most = isTurn ? mostSamples : beforeSpeech;
    // A second more than wanted, so that not every message moves the whole turn.
    if (open.size() <= most + beforeSpeech)
        return;
    open.erase(open.begin(), open.end() - static_cast<std::ptrdiff_t>(most));
    isOpenCut = isOpenCut || isTurn;
}

void SpokenTurns::begin()
{
    open.clear();
    isOpenCut = false;
}

void SpokenTurns::commitSent()
{
    if (commits.size() == mostCommits)
        commits.pop_front();
    commits.push_back(std::move(open));
    begin();
}

void SpokenTurns::commitRefused()
{
    if (!commits.empty())
        commits.pop_front();
}

void SpokenTurns::cleared()
{
    begin();
}

void SpokenTurns::committed(const std::string& itemId)
{
    lastItem = itemId;
    if (commits.empty())
    {
        lastSpeech = std::move(open);
        begin();
        return;
    }
    lastSpeech = std::move(commits.front());
    commits.pop_front();
}

void SpokenTurns::wordsKnown(const std::string& itemId)
{
    if (itemId != lastItem)
        return;
    lastItem.clear();
    lastSpeech = {};
}

SpokenTurns::Lost SpokenTurns::lost()
{
    Lost result{lastItem, lastSpeech, std::exchange(commits, {}), std::exchange(open, {}), isOpenCut};
    begin();
    return result;
}

void SpokenTurns::forget()
{
    begin();
    commits.clear();
    lastItem.clear();
    lastSpeech = {};
}

} // namespace parley::realtime
