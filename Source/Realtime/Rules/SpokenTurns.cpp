// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/SpokenTurns.h"

#include <algorithm>
#include <utility>

namespace parley::realtime
{

void SpokenTurns::sent(const Samples& samples, bool isTurn)
{
    for (std::size_t from = 0; from < samples.size(); from += pieceSamples)
        keep(std::span(samples).subspan(from, std::min(pieceSamples, samples.size() - from)), isTurn);
}

void SpokenTurns::keep(std::span<const std::int16_t> piece, bool isTurn)
{
    const auto most = isTurn ? mostSamples : beforeSpeech;
    openSamples += piece.size();
    Samples reused;
    while (!open.empty() && openSamples - open.front().size() >= most)
    {
        openSamples -= open.front().size();
        reused = std::move(open.front());
        open.pop_front();
        isOpenCut = isOpenCut || isTurn;
    }
    reused.assign(piece.begin(), piece.end());
    open.push_back(std::move(reused));
}

SpokenTurns::Samples SpokenTurns::takeOpen()
{
    Samples taken;
    taken.reserve(openSamples);
    for (const auto& piece : open)
        taken.insert(taken.end(), piece.begin(), piece.end());
    begin();
    return taken;
}

void SpokenTurns::begin()
{
    open.clear();
    openSamples = 0;
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
