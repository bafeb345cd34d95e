// SPDX-License-Identifier: GPL-3.0-or-later
// What happened in one conversation, in the order in which it happened: words as they sounded, calls, handoffs,
// trouble.
#pragma once

#include "Realtime/Event.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace parley::plugin
{

struct LogEntry
{
    using Time = std::chrono::system_clock::time_point;

    enum class Kind
    {
        user,
        agent,
        tool,
        handoff,
        guardrail,
        notice, ///< Connected, disconnected, and what the session remarked on.
        error
    };

    enum class State
    {
        growing,        ///< Words that are not final, an answer that still sounds, a call under way.
        awaitsApproval, ///< Of a call: `ConversationLog::decided`, and whoever holds the session must be told.
        complete,
        cut,     ///< An answer that was interrupted: `text` is what was heard of it.
        failed,  ///< A call whose output is an error; words that were not understood.
        rejected ///< A call that the user did not allow.
    };

    std::uint64_t number = 0;   ///< Of this entry in its log; never used again.
    std::uint64_t revision = 0; ///< Of the log when this entry changed last.
    Time at;                    ///< When it began.
    Kind kind = Kind::notice;
    State state = State::complete;
    std::string id;         ///< Of the item or the call; may be empty.
    std::string responseId; ///< Of an answer.
    std::string name;       ///< The agent, the tool, or the guardrail.
    std::string text;     ///< What was said, the arguments of a call, the reason. Of a spoken answer: what has sounded.
    std::string received; ///< Of a spoken answer: all words that have arrived, sounded or not.
    std::string output;   ///< Of a call: what the model was told.
    int times = 1;        ///< How often in a row the same was remarked on.

    /// The words that have arrived and not sounded yet.
    [[nodiscard]] std::string_view ahead() const noexcept;
};

/// Pure: fed with events, read as a whole.
/// @thread one at a time
class ConversationLog
{
public:
    /// Older entries leave, and are counted.
    static constexpr std::size_t mostEntries = 500;

    void apply(const realtime::Event& event, LogEntry::Time now);

    /// The user has decided on this call. Nothing, when it does not wait.
    void decided(const std::string& callId, bool isApproved);

    void clear();

    [[nodiscard]] const std::deque<LogEntry>& entries() const noexcept { return all; }
    [[nodiscard]] std::size_t forgottenEntries() const noexcept { return forgotten; }

    /// Grows with each change.
    [[nodiscard]] std::uint64_t revision() const noexcept { return changes; }

private:
    using Kind = LogEntry::Kind;
    using State = LogEntry::State;

    void on(const realtime::ConnectionChanged& event);
    void on(const realtime::HistoryAdded& event);
    void on(const realtime::HistoryUpdated& event);
    void on(const realtime::UserTranscriptDelta& event);
    void on(const realtime::UserTranscriptCompleted& event);
    void on(const realtime::UserTranscriptFailed& event);
    void on(const realtime::TurnStarted& event);
    void on(const realtime::TurnEnded& event);
    void on(const realtime::AnswerDelta& event);
    void on(const realtime::AnswerDone& event);
    void on(const realtime::AnswerCaption& event);
    void on(const realtime::AudioInterrupted& event);
    void on(const realtime::PlaybackFinished& event);
    void on(const realtime::ToolStarted& event);
    void on(const realtime::ToolEnded& event);
    void on(const realtime::ToolApprovalRequired& event);
    void on(const realtime::McpCallCompleted& event);
    void on(const realtime::HandoffEvent& event);
    void on(const realtime::GuardrailTripped& event);
    void on(const realtime::SettingsDowngraded& event);
    void on(const realtime::Reconnected& event);
    void on(const realtime::Warning& event);
    void on(const realtime::ErrorEvent& event);
    void on(const realtime::SubscriberOverrun& event);
    /// What is told elsewhere, or only heard.
    template <typename Other>
    void on(const Other&)
    {
    }

    LogEntry& add(Kind kind, State state);
    void remark(Kind kind, const std::string& text);
    [[nodiscard]] bool isLast(Kind kind, const std::string& text) const;
    [[nodiscard]] LogEntry* find(Kind kind, const std::string& id);
    [[nodiscard]] LogEntry& findOrAdd(Kind kind, const std::string& id);
    /// The answer, if more of it may be told.
    [[nodiscard]] LogEntry* answer(const std::string& itemId, const std::string& responseId);
    LogEntry& call(const std::string& callId, const std::string& tool);
    void changed(LogEntry& entry);
    /// Whatever still grows will not any more.
    void settle();

    std::deque<LogEntry> all;
    LogEntry::Time time;
    std::string speaker; ///< The agent whose turn began last.
    bool isInSession = false;
    std::uint64_t lastNumber = 0;
    std::uint64_t changes = 0;
    std::size_t forgotten = 0;
};

} // namespace parley::plugin
