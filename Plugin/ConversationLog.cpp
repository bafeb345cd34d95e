// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/ConversationLog.h"

#include "Realtime/Handoff.h"

#include <algorithm>
#include <utility>

namespace parley::plugin
{

namespace
{

using realtime::ConnectionState;

std::string argumentsOf(const wire::Json& arguments)
{
    return arguments.empty() ? std::string() : arguments.dump();
}

/// HandoffEvent tells of it in the place of the call.
bool isHandoff(const std::string& tool)
{
    return tool.starts_with(realtime::handoffToolName({}));
}

} // namespace

std::string_view LogEntry::ahead() const noexcept
{
    const std::string_view words = received;
    return words.substr(0, text.size()) == text ? words.substr(text.size()) : std::string_view();
}

void ConversationLog::apply(const realtime::Event& event, LogEntry::Time now)
{
    time = now;
    std::visit([this](const auto& one) { on(one); }, event);
}

void ConversationLog::decided(const std::string& callId, bool isApproved)
{
    auto* waiting = find(Kind::tool, callId);
    if (waiting == nullptr || waiting->state != State::awaitsApproval)
        return;
    waiting->state = isApproved ? State::growing : State::rejected;
    changed(*waiting);
}

void ConversationLog::clear()
{
    all.clear();
    forgotten = 0;
    ++changes;
}

LogEntry& ConversationLog::add(Kind kind, State state)
{
    if (all.size() == mostEntries)
    {
        all.pop_front();
        ++forgotten;
    }
    auto& entry = all.emplace_back();
    entry.number = ++lastNumber;
    entry.at = time;
    entry.kind = kind;
    entry.state = state;
    changed(entry);
    return entry;
}

void ConversationLog::remark(Kind kind, const std::string& text)
{
    if (isLast(kind, text))
    {
        ++all.back().times;
        changed(all.back());
        return;
    }
    add(kind, State::complete).text = text;
}

bool ConversationLog::isLast(Kind kind, const std::string& text) const
{
    return !all.empty() && all.back().kind == kind && all.back().text == text;
}

LogEntry* ConversationLog::find(Kind kind, const std::string& id)
{
    const auto found =
        std::find_if(all.rbegin(), all.rend(), [&](const auto& one) { return one.kind == kind && one.id == id; });
    return found == all.rend() ? nullptr : &*found;
}

LogEntry& ConversationLog::findOrAdd(Kind kind, const std::string& id)
{
    if (auto* known = find(kind, id))
        return *known;
    auto& entry = add(kind, State::growing);
    entry.id = id;
    return entry;
}

LogEntry* ConversationLog::answer(const std::string& itemId, const std::string& responseId)
{
    auto& entry = findOrAdd(Kind::agent, itemId);
    if (entry.state == State::cut)
        return nullptr;
    if (entry.name.empty())
        entry.name = speaker;
    entry.responseId = responseId;
    changed(entry);
    return &entry;
}

LogEntry& ConversationLog::call(const std::string& callId, const std::string& tool)
{
    auto& entry = findOrAdd(Kind::tool, callId);
    entry.name = tool;
    changed(entry);
    return entry;
}

void ConversationLog::changed(LogEntry& entry)
{
    entry.revision = ++changes;
}

void ConversationLog::settle()
{
    for (auto& entry : all)
        if (entry.state == State::growing || entry.state == State::awaitsApproval)
        {
            entry.state = entry.kind == Kind::tool ? State::failed : State::cut;
            entry.received.clear();
            changed(entry);
        }
}

void ConversationLog::on(const realtime::ConnectionChanged& event)
{
    if (event.state == ConnectionState::ready && !isInSession)
    {
        isInSession = true;
        remark(Kind::notice, "Connected");
    }
    const bool isOver = event.state == ConnectionState::disconnected || event.state == ConnectionState::failed;
    if (!isOver)
        return;
    settle();
    const auto reason = event.reason ? event.reason->message : std::string("The connection failed.");
    // An ErrorEvent may have told the same already.
    if (event.state == ConnectionState::failed && !isLast(Kind::error, reason))
        remark(Kind::error, reason);
    if (event.state == ConnectionState::disconnected && isInSession)
        remark(Kind::notice, "Disconnected");
    isInSession = false;
}

void ConversationLog::on(const realtime::HistoryAdded& event)
{
    const auto& item = event.item;
    if (item.type != "message" || item.role == wire::Role::system)
        return;
    if (item.role == wire::Role::assistant)
    {
        // The place of an answer among the others; its words come later.
        auto& entry = findOrAdd(Kind::agent, item.id);
        if (entry.name.empty())
            entry.name = speaker;
        return;
    }
    auto& entry = findOrAdd(Kind::user, item.id);
    entry.text = item.plainText();
    const bool isTyped = !item.content.empty() && item.content.front().type == "input_text";
    if (isTyped)
        entry.state = State::complete;
    changed(entry);
}

void ConversationLog::on(const realtime::HistoryUpdated& event)
{
    // Deleted is what nobody heard.
    if (event.isDeleted && std::erase_if(all, [&](const auto& one) { return one.id == event.item.id; }) > 0)
        ++changes;
}

void ConversationLog::on(const realtime::UserTranscriptDelta& event)
{
    auto& entry = findOrAdd(Kind::user, event.itemId);
    entry.text += event.delta;
    changed(entry);
}

void ConversationLog::on(const realtime::UserTranscriptCompleted& event)
{
    auto& entry = findOrAdd(Kind::user, event.itemId);
    entry.text = event.transcript;
    entry.state = State::complete;
    changed(entry);
}

void ConversationLog::on(const realtime::UserTranscriptFailed& event)
{
    auto& entry = findOrAdd(Kind::user, event.itemId);
    entry.text = event.error.message;
    entry.state = State::failed;
    changed(entry);
}

void ConversationLog::on(const realtime::TurnStarted& event)
{
    if (!event.isOutOfBand)
        speaker = event.agent;
}

void ConversationLog::on(const realtime::TurnEnded& event)
{
    for (auto& entry : all)
        if (entry.kind == Kind::agent && entry.responseId == event.responseId && entry.state == State::growing &&
            entry.received.empty())
        {
            entry.state = event.status == "completed" ? State::complete : State::cut;
            changed(entry);
        }
}

void ConversationLog::on(const realtime::AnswerDelta& event)
{
    if (auto* entry = answer(event.itemId, event.responseId))
        (event.isSpoken ? entry->received : entry->text) += event.delta;
}

void ConversationLog::on(const realtime::AnswerDone& event)
{
    auto* entry = answer(event.itemId, event.responseId);
    if (entry == nullptr)
        return;
    if (event.isSpoken && entry->received.empty())
        entry->received = event.text;
    if (event.isSpoken)
        return;
    entry->text = event.text;
    entry->state = State::complete;
}

void ConversationLog::on(const realtime::AnswerCaption& event)
{
    if (auto* entry = answer(event.itemId, event.responseId))
        entry->text += event.text;
}

void ConversationLog::on(const realtime::AudioInterrupted& event)
{
    auto* entry = find(Kind::agent, event.itemId);
    if (entry == nullptr || entry->state != State::growing)
        return;
    entry->state = State::cut;
    entry->received.clear();
    changed(*entry);
}

void ConversationLog::on(const realtime::PlaybackFinished& event)
{
    for (auto& entry : all)
        if (entry.kind == Kind::agent && entry.responseId == event.responseId && entry.state == State::growing)
        {
            entry.text += entry.ahead();
            entry.received.clear();
            entry.state = State::complete;
            changed(entry);
        }
}

void ConversationLog::on(const realtime::ToolStarted& event)
{
    if (isHandoff(event.tool))
        return;
    auto& entry = call(event.callId, event.tool);
    entry.text = argumentsOf(event.arguments);
    if (entry.state == State::awaitsApproval)
        entry.state = State::growing;
}

void ConversationLog::on(const realtime::ToolEnded& event)
{
    if (isHandoff(event.tool) && !event.isError)
        return;
    auto& entry = call(event.callId, event.tool);
    entry.output = event.output;
    if (entry.state != State::rejected)
        entry.state = event.isError ? State::failed : State::complete;
}

void ConversationLog::on(const realtime::ToolApprovalRequired& event)
{
    auto& entry = call(event.callId, event.tool);
    entry.text = argumentsOf(event.arguments);
    entry.state = State::awaitsApproval;
}

void ConversationLog::on(const realtime::McpCallCompleted& event)
{
    auto& entry = call(event.itemId, event.tool);
    entry.output = event.error ? event.error->message : event.output;
    entry.state = event.error ? State::failed : State::complete;
}

void ConversationLog::on(const realtime::HandoffEvent& event)
{
    auto& entry = add(Kind::handoff, State::complete);
    entry.name = event.from;
    entry.text = event.to;
}

void ConversationLog::on(const realtime::GuardrailTripped& event)
{
    auto& entry = add(Kind::guardrail, State::complete);
    entry.name = event.guardrail;
    entry.text = event.reason;
}

void ConversationLog::on(const realtime::SettingsDowngraded& event)
{
    remark(Kind::notice, event.error.message);
}

void ConversationLog::on(const realtime::Reconnected& event)
{
    if (!event.wasPlanned)
        remark(Kind::notice, "Connected again; the conversation goes on");
}

void ConversationLog::on(const realtime::Warning& event)
{
    remark(Kind::notice, event.error.message);
}

void ConversationLog::on(const realtime::ErrorEvent& event)
{
    remark(Kind::error, event.error.message);
}

void ConversationLog::on(const realtime::SubscriberOverrun&)
{
    remark(Kind::error, "More happened than could be written down: the rest of this conversation is not shown. "
                        "Disconnect and connect again.");
}

} // namespace parley::plugin
