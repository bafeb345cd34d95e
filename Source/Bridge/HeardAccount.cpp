// SPDX-License-Identifier: Apache-2.0
#include "Bridge/HeardAccount.h"

#include "Audio/Pcm16.h"

#include <algorithm>

namespace parley::bridge
{

void HeardAccount::pushed(const Stretch& stretch)
{
    open.push_back(stretch);
    settled.try_emplace(stretch.token, 0);
}

void HeardAccount::cut(std::uint64_t from, std::uint64_t to)
{
    cuts.push_back({from, to});
}

void HeardAccount::reached(std::uint64_t newPosition)
{
    position = std::max(position, newPosition);
    for (; !open.empty() && open.front().end <= position; open.pop_front())
        if (const auto known = settled.find(open.front().token); known != settled.end())
            known->second = std::max(known->second, heardSamples(open.front()));
    const auto oldest = open.empty() ? position : open.front().begin;
    while (!cuts.empty() && cuts.front().to <= oldest)
        cuts.pop_front();
}

std::uint64_t HeardAccount::heardSamples(std::uint32_t token) const
{
    const auto known = settled.find(token);
    if (known == settled.end())
        return 0;
    auto heard = known->second;
    for (const auto& stretch : open)
        if (stretch.token == token)
            heard = std::max(heard, heardSamples(stretch));
    return heard;
}

std::uint64_t HeardAccount::heardSamples(const Stretch& stretch) const
{
    auto end = std::min(stretch.end, std::max(position, stretch.begin));
    // A cut ends what is heard of a stretch: its epoch never sounds again.
    for (const auto& cut : cuts)
        if (cut.from < end && cut.to > stretch.begin)
            end = std::max(cut.from, stretch.begin);
    if (end == stretch.begin)
        return 0;
    return stretch.sampleBase + (stretch.frameOffset + end - stretch.begin) * audio::wireSampleRate /
                                    static_cast<std::uint64_t>(stretch.rate);
}

void HeardAccount::forget(std::uint32_t token)
{
    settled.erase(token);
}

} // namespace parley::bridge
