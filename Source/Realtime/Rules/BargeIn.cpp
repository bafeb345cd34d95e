// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/BargeIn.h"

#include "Audio/Pcm16.h"

#include <algorithm>

namespace parley::realtime
{
namespace
{

constexpr std::size_t mostDropped = 64;

} // namespace

std::chrono::milliseconds HeardSpeech::heard() const
{
    const auto samples = std::min(heardSamples, receivedSamples);
    return std::chrono::milliseconds(static_cast<std::int64_t>(samples * 1000 / audio::wireSampleRate));
}

void BargeIn::speechArrived(const std::string& responseId)
{
    sounding.insert(responseId);
}

void BargeIn::playbackFinished(const std::string& responseId)
{
    sounding.erase(responseId);
}

void BargeIn::responseEnded(const std::string& responseId)
{
    std::erase(dropped, responseId);
}

void BargeIn::interrupt(const std::set<std::string>& activeResponses)
{
    for (const auto& responseId : activeResponses)
        if (!isDropped(responseId))
            dropped.push_back(responseId);
    while (dropped.size() > mostDropped)
        dropped.pop_front();
    sounding.clear();
}

bool BargeIn::isDropped(const std::string& responseId) const
{
    return std::find(dropped.begin(), dropped.end(), responseId) != dropped.end();
}

std::vector<wire::ClientEvent> BargeIn::settle(const std::vector<HeardSpeech>& heard,
                                               const std::set<std::string>& itemsDone)
{
    std::vector<wire::ClientEvent> events;
    for (const auto& speech : heard)
    {
        const auto& part = speech.part;
        if (speech.heardSamples >= speech.receivedSamples && itemsDone.contains(part.itemId))
            continue;
        if (speech.heard().count() > 0)
            events.push_back(
                {wire::ItemTruncate{part.itemId, part.contentIndex, speech.heard().count()}, nextEventId()});
        else if (itemsDone.contains(part.itemId))
            events.push_back({wire::ItemDelete{part.itemId}, nextEventId()});
        else
            deleteWhenDone.insert(part.itemId);
    }
    return events;
}

std::vector<wire::ClientEvent> BargeIn::itemDone(const std::string& itemId)
{
    if (deleteWhenDone.erase(itemId) == 0)
        return {};
    return {{wire::ItemDelete{itemId}, nextEventId()}};
}

void BargeIn::reset()
{
    sounding.clear();
    dropped.clear();
    deleteWhenDone.clear();
}

std::string BargeIn::nextEventId()
{
    return eventIdPrefix + std::to_string(++lastEvent);
}

} // namespace parley::realtime
