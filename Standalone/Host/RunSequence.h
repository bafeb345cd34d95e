// SPDX-License-Identifier: GPL-3.0-or-later
// The order of a run: wait for the connection, speak, hear the answers out; with a deadline for each.
#pragma once

#include "Connection.h"
#include "Responses.h"

#include <optional>
#include <string>

namespace parley::host
{

/// Pure: told the time and where things stand, says what is next. Times are milliseconds of any one clock.
class RunSequence
{
public:
    enum class Step
    {
        connecting, ///< Silence is played; `connect` is on.
        speaking,   ///< The input is played.
        answering,  ///< Silence again, until the last answer was heard.
        over,
        failed
    };

    explicit RunSequence(double startMs);

    /// Goes on as far as it can. `inputHasEnded` is looked at only while speaking.
    Step advance(double nowMs, const Connection& connection, const Responses& responses, bool inputHasEnded);

    [[nodiscard]] Step step() const noexcept { return current; }
    /// Why it failed, and what to do.
    [[nodiscard]] const std::string& sentence() const noexcept { return words; }

private:
    void enter(Step next, double nowMs);
    void fail(std::string why);
    void connect(double nowMs, const Connection& connection);
    void answer(double nowMs, const Responses& responses);
    [[nodiscard]] bool isHeardOut(double nowMs, const Responses& responses);
    [[nodiscard]] bool endedEarly(const Connection& connection);

    Step current = Step::connecting;
    double enteredMs;
    std::optional<double> quietSinceMs;
    std::optional<double> owedSinceMs;
    std::string words;
};

} // namespace parley::host
