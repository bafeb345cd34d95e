// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/SpokenTurns.h"

#include <utility>

namespace parley::realtime
{

void SpokenTurns::sent(const Samples& samples, bool isTurn)
{
    open.insert(open.end(), samples.begin(), samples.end());
    const auto most = isTurn ? mostSamples : beforeSpeech;
    if (open.size() <= most)
        return;
    open.erase(open.begin(), open.end() - static_cast<std::ptrdiff_t>(most));
    isOpenCut = isOpenCut || isTurn;
}

SpokenTurns::Samples SpokenTurns::takeOpen()
{
    Samples taken(open.begin(), open.end());
    begin();
    return taken;
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
    commits.push_back(takeOpen());
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
        lastSpeech = takeOpen();
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
    const bool isCut = isOpenCut;
    return {lastItem, lastSpeech, std::exchange(commits, {}), takeOpen(), isCut};
}

void SpokenTurns::forget()
{
    begin();
    commits.clear();
    lastItem.clear();
    lastSpeech = {};
}

} // namespace parley::realtime
