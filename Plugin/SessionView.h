// SPDX-License-Identifier: GPL-3.0-or-later
// What a window, a light or a caption shows of one instance's session: fed by its events, read from any thread.
#pragma once

#include "Plugin/ConversationLog.h"
#include "Plugin/SessionFigures.h"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

namespace parley::plugin
{

/// Functions without a mark: @thread any but audio
class SessionView
{
public:
    struct Snapshot
    {
        std::uint64_t revision = 0;
        std::vector<LogEntry> entries;
        std::size_t forgottenEntries = 0;
    };

    void apply(const realtime::Event& event);
    void decided(const std::string& callId, bool isApproved);
    void clearConversation();

    [[nodiscard]] SessionFigures figures() const;
    [[nodiscard]] std::vector<LogEntry> conversation() const;
    /// The conversation, unless its revision is still `known`, so that it need not be copied to be compared.
    [[nodiscard]] std::optional<Snapshot> conversationUnless(std::uint64_t known) const;

    /// @thread any; lock-free
    [[nodiscard]] Phase phase() const noexcept { return currentPhase.load(std::memory_order_relaxed); }

private:
    mutable std::mutex guard;
    ConversationLog log;
    SessionFigureReader reader;
    std::atomic<Phase> currentPhase{Phase::offline};
};

} // namespace parley::plugin
