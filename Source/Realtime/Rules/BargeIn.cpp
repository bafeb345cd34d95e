// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/BargeIn.h"

#include "Audio/Pcm16.h"

#include <algorithm>

namespace parley::realtime
{
namespace
{

constexpr std::size_t mostRemembered = 64;

bool contains(const std::list<std::string>& ids, const std::string& id)
{
    return std::find(ids.rbegin(), ids.rend(), id) != ids.rend();
}

void remember(std::list<std::string>& ids, const std::string& id)
{
    if (contains(ids, id))
        return;
    ids.push_back(id);
    if (ids.size() > mostRemembered)
        ids.pop_front();
}

} // namespace

std::chrono::milliseconds HeardSpeech::heard() const
{
    const auto samples = std::min(heardSamples, receivedSamples);
    return std::chrono::milliseconds(static_cast<std::int64_t>(samples * 1000 / audio::wireSampleRate));
}

void BargeIn::speechArrived(const std::string& responseId, const std::string& itemId)
{
    remember(sounding, responseId);
    remember(spokenItems, itemId);
}

void BargeIn::speechDropped(const std::string& itemId)
{
    if (!contains(spokenItems, itemId))
        remember(deleteWhenDone, itemId);
}

std::vector<wire::ClientEvent> BargeIn::speechWithheld(const std::string& itemId, bool itemIsDone)
{
    speechDropped(itemId);
    return itemIsDone ? itemDone(itemId) : std::vector<wire::ClientEvent>();
}

bool BargeIn::isSpeaking(const std::string& responseId) const
{
    return contains(sounding, responseId);
}

void BargeIn::playbackFinished(const std::string& responseId)
{
    std::erase(sounding, responseId);
}

void BargeIn::responseEnded(const std::string& responseId)
{
    std::erase(dropped, responseId);
}

void BargeIn::interrupt(const std::set<std::string>& activeResponses)
{
    for (const auto& responseId : sounding)
        drop(responseId);
    for (const auto& responseId : activeResponses)
        drop(responseId);
    sounding.clear();
}

void BargeIn::drop(const std::string& responseId)
{
    remember(dropped, responseId);
}

bool BargeIn::isDropped(const std::string& responseId) const
{
    return contains(dropped, responseId);
}

std::vector<wire::ClientEvent> BargeIn::settle(const std::vector<HeardSpeech>& heard,
                                               const std::set<std::string>& itemsDone)
{
    std::set<std::string> heardItems;
    for (const auto& speech : heard)
        if (speech.heard().count() > 0)
            heardItems.insert(speech.part.itemId);
    std::set<std::string> deletedItems;
    std::vector<wire::ClientEvent> events;
    for (const auto& speech : heard)
    {
        const auto& part = speech.part;
        if (speech.heardSamples >= speech.receivedSamples && itemsDone.contains(part.itemId))
            continue;
        if (heardItems.contains(part.itemId))
            events.push_back(
                {wire::ItemTruncate{part.itemId, part.contentIndex, speech.heard().count()}, nextEventId()});
        else if (!itemsDone.contains(part.itemId))
            remember(deleteWhenDone, part.itemId);
        else if (deletedItems.insert(part.itemId).second)
            events.push_back({wire::ItemDelete{part.itemId}, nextEventId()});
    }
    return events;
}

std::vector<wire::ClientEvent> BargeIn::itemDone(const std::string& itemId)
{
    if (std::erase(deleteWhenDone, itemId) == 0)
        return {};
    return {{wire::ItemDelete{itemId}, nextEventId()}};
}

void BargeIn::connectionLost()
{
    dropped.clear();
    spokenItems.clear();
    deleteWhenDone.clear();
}

void BargeIn::reset()
{
    sounding.clear();
    connectionLost();
}

std::string BargeIn::nextEventId()
{
    return eventIdPrefix + std::to_string(++lastEvent);
}

} // namespace parley::realtime
