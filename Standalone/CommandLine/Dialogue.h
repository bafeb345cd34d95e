// SPDX-License-Identifier: Apache-2.0
// Follows a session for `parley chat`: prints what it tells, and knows when a line is answered.
#pragma once

#include "Realtime/Event.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>

namespace parley::command
{

/// Answers go to standard output, everything else to standard error; as JSON every event goes to standard output, one a
/// line.
class Dialogue
{
public:
    /// Why `wait` returned.
    enum class Pause
    {
        answered, ///< Or refused: see `allIsWell`.
        approval, ///< `takeApproval` has a call for the user to decide.
        ended,    ///< The session is over.
        silence   ///< Nothing came for as long as was to be waited.
    };

    /// Without an answer and without any other sign of life.
    static constexpr std::chrono::seconds longestSilence{60};
    /// After its tools the agent usually speaks; where it does not, the line counts as answered.
    static constexpr std::chrono::seconds followUpPatience{5};

    /// `whenOver` is called once, when the session is over. @thread pool
    Dialogue(bool jsonIsWanted, std::function<void()> whenOver);

    /// @thread pool
    void on(const realtime::Event& event);

    /// From now on an answer is awaited.
    void expectAnswer();
    [[nodiscard]] Pause wait();
    [[nodiscard]] std::optional<realtime::ToolApprovalRequired> takeApproval();
    /// Waits for the end of the session, at most a second.
    void waitForEnd();
    /// False once a line was not answered, or the session failed.
    [[nodiscard]] bool allIsWell() const;

private:
    using Clock = std::chrono::steady_clock;

    void print(const realtime::Event& event);
    void follow(const realtime::Event& event);
    void follow(const realtime::ConnectionChanged& connection);
    void tell(const Error& error);
    void turnEnded(const realtime::TurnEnded& turn);
    void over(const std::optional<Error>& reason);
    [[nodiscard]] Clock::time_point patienceEnds() const;

    const bool asJson;
    const std::function<void()> onOver;
    mutable std::mutex mutex;
    std::condition_variable changed;
    std::deque<realtime::ToolApprovalRequired> approvals;
    Clock::time_point lastSign = Clock::now();
    int openTools = 0;
    int openTurns = 0;
    bool expectsTurn = false; ///< Another response follows what just happened.
    bool isAwaited = false;
    bool isOver = false;
    bool hasFailed = false;
    bool lineIsOpen = false; ///< On standard output.
};

} // namespace parley::command
