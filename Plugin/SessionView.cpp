// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/SessionView.h"

namespace parley::plugin
{

void SessionView::apply(const realtime::Event& event)
{
    const auto now = std::chrono::system_clock::now();
    const std::lock_guard lock(guard);
    reader.apply(event);
    log.apply(event, now);
    currentPhase.store(reader.figures().phase, std::memory_order_relaxed);
}

void SessionView::decided(const std::string& callId, bool isApproved)
{
    const std::lock_guard lock(guard);
    log.decided(callId, isApproved);
}

void SessionView::clearConversation()
{
    const std::lock_guard lock(guard);
    log.clear();
}

SessionFigures SessionView::figures() const
{
    const std::lock_guard lock(guard);
    return reader.figures();
}

std::vector<LogEntry> SessionView::conversation() const
{
    const std::lock_guard lock(guard);
    return {log.entries().begin(), log.entries().end()};
}

std::optional<SessionView::Snapshot> SessionView::conversationUnless(std::uint64_t known) const
{
    const std::lock_guard lock(guard);
    if (log.revision() == known)
        return std::nullopt;
    return Snapshot{log.revision(), {log.entries().begin(), log.entries().end()}, log.forgottenEntries()};
}

} // namespace parley::plugin
