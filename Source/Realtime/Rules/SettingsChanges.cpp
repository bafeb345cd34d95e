// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/SettingsChanges.h"

#include "Realtime/Rules/Handshake.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace parley::realtime
{
namespace
{

template <typename T>
void replace(std::optional<T>& field, const std::optional<T>& change)
{
    if (change)
        field = change;
}

} // namespace

void applyChanges(wire::SessionConfig& settings, const wire::SessionConfig& changes)
{
    replace(settings.instructions, changes.instructions);
    replace(settings.outputModality, changes.outputModality);
    replace(settings.transcription, changes.transcription);
    replace(settings.noiseReduction, changes.noiseReduction);
    replace(settings.turnDetection, changes.turnDetection);
    replace(settings.voice, changes.voice);
    replace(settings.speed, changes.speed);
    replace(settings.tools, changes.tools);
    replace(settings.toolChoice, changes.toolChoice);
    replace(settings.parallelToolCalls, changes.parallelToolCalls);
    replace(settings.reasoningEffort, changes.reasoningEffort);
    replace(settings.maxOutputTokens, changes.maxOutputTokens);
    replace(settings.truncation, changes.truncation);
    replace(settings.tracing, changes.tracing);
    replace(settings.prompt, changes.prompt);
    replace(settings.include, changes.include);
}

SettingsChanges::SettingsChanges(wire::SessionConfig first)
    : settled(std::move(first))
    , all(settled)
{
}

void SettingsChanges::add(wire::SessionConfig changes, std::string eventId)
{
    open.push_back({std::move(changes), std::move(eventId)});
    if (open.size() > mostOpen)
        settleOldest();
    combine();
}

void SettingsChanges::confirmed(const std::string& eventId)
{
    // Updates are answered in their order: what is older was applied, too.
    const auto hasId = [&](const Open& one) { return one.eventId == eventId; };
    while (std::ranges::any_of(open, hasId))
        settleOldest();
}

bool SettingsChanges::refused(const std::string& eventId)
{
    const bool isOurs = std::erase_if(open, [&](const Open& one) { return one.eventId == eventId; }) > 0;
    combine();
    return isOurs;
}

void SettingsChanges::agentChanged()
{
    settledSinceAgent = {};
    for (auto& one : open)
        one.isOfFormerAgent = true;
    combine();
}

void SettingsChanges::connectionLost()
{
    for (auto& one : open)
        one.eventId = Handshake::updateId;
}

void SettingsChanges::settleOldest()
{
    const auto& oldest = open.front();
    applyChanges(settled, oldest.changes);
    if (!oldest.isOfFormerAgent)
        applyChanges(settledSinceAgent, oldest.changes);
    open.pop_front();
}

void SettingsChanges::combine()
{
    all = settled;
    recent = settledSinceAgent;
    for (const auto& one : open)
    {
        applyChanges(all, one.changes);
        if (!one.isOfFormerAgent)
            applyChanges(recent, one.changes);
    }
}

} // namespace parley::realtime
