// SPDX-License-Identifier: Apache-2.0
#include "Bridge/ConversationView.h"

#include <algorithm>

namespace parley::bridge
{
namespace
{

using realtime::ConnectionState;

std::string sentenceFor(const realtime::ConnectionChanged& event)
{
    if (event.reason)
        return event.reason->message;
    switch (event.state)
    {
    case ConnectionState::disconnected:
        return "Not connected.";
    case ConnectionState::connecting:
        return "Connecting to the service.";
    case ConnectionState::configuring:
        return "Connected; the service takes over the settings.";
    case ConnectionState::ready:
        return "Ready: speak, or write a line.";
    case ConnectionState::reconnecting:
        return "The connection was lost; a new one is made.";
    case ConnectionState::failed:
        return "The connection failed.";
    }
    return {};
}

std::string sentenceFor(const realtime::Reconnecting& event)
{
    const auto seconds = (event.wait.count() + 999) / 1000;
    const auto when = seconds == 0 ? std::string("now") : "within " + std::to_string(seconds) + " s";
    return "Reconnecting " + when + " (attempt " + std::to_string(event.attempt) + "). " + event.reason.message;
}

} // namespace

TranscriptLine& ConversationView::line(wire::Role role, const std::string& itemId)
{
    const auto found =
        std::find_if(lines.rbegin(), lines.rend(), [&](const auto& known) { return known.itemId == itemId; });
    if (found != lines.rend())
        return *found;
    if (lines.size() == mostLines)
        lines.erase(lines.begin());
    return lines.emplace_back(TranscriptLine{role, itemId, {}, false});
}

void ConversationView::apply(const realtime::Event& event)
{
    if (const auto* changed = std::get_if<realtime::ConnectionChanged>(&event))
        current = {changed->state, sentenceFor(*changed)};
    else if (const auto* lost = std::get_if<realtime::Reconnecting>(&event))
        current = {ConnectionState::reconnecting, sentenceFor(*lost)};
    else if (const auto* added = std::get_if<realtime::HistoryAdded>(&event))
    {
        // An item holds its place from the moment it exists: words of speech come later.
        if (added->item.type != "message" || added->item.role == wire::Role::system)
            return;
        auto& one = line(added->item.role, added->item.id);
        one.text = added->item.plainText();
        one.isFinal = !added->item.content.empty() && added->item.content.front().type == "input_text";
    }
    else if (const auto* updated = std::get_if<realtime::HistoryUpdated>(&event); updated != nullptr)
    {
        // Deleted is what nobody heard.
        if (updated->isDeleted)
            std::erase_if(lines, [&](const auto& one) { return one.itemId == updated->item.id; });
    }
    else
        applyToLines(event);
}

void ConversationView::applyToLines(const realtime::Event& event)
{
    using wire::Role;
    if (const auto* heard = std::get_if<realtime::UserTranscriptDelta>(&event))
        line(Role::user, heard->itemId).text += heard->delta;
    else if (const auto* understood = std::get_if<realtime::UserTranscriptCompleted>(&event))
    {
        auto& one = line(Role::user, understood->itemId);
        one.text = understood->transcript;
        one.isFinal = true;
    }
    else if (const auto* grows = std::get_if<realtime::AnswerDelta>(&event))
        line(Role::assistant, grows->itemId).text += grows->delta;
    else if (const auto* done = std::get_if<realtime::AnswerDone>(&event))
    {
        auto& one = line(Role::assistant, done->itemId);
        one.text = done->text;
        one.isFinal = true;
    }
}

} // namespace parley::bridge
