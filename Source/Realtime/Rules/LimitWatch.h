// SPDX-License-Identifier: Apache-2.0
// Says when a session comes near one of its limits, and when it has reached one. Pure.
#pragma once

#include "Base/Error.h"
#include "Realtime/Limits.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace parley::realtime
{

/// @thread one at a time
class LimitWatch
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// The warning before a session ends because nothing happens in it.
    static constexpr std::chrono::seconds idleNotice{10};

    struct Verdict
    {
        std::vector<Error> warnings;
        std::optional<Error> end; ///< The session is over, with limitReached.
    };

    explicit LimitWatch(Limits given)
        : limits(given)
    {
    }

    /// The session is connected. Its time begins the first time, idleness each time.
    void connected(Time now);
    void disconnected() { idleSince.reset(); }
    /// Somebody spoke, wrote or answered, or still does. Counts only while connected.
    void active(Time now);
    /// Speech that will take this long to play: nobody is idle meanwhile.
    void spoken(std::chrono::milliseconds duration, Time now);
    /// What was to be played is not.
    void silenced(Time now);
    void used(std::int64_t tokens) { usedTokens = tokens; }

    [[nodiscard]] Verdict judge(Time now);
    [[nodiscard]] std::optional<Time> deadline() const;

private:
    void judgeTokens(Verdict& verdict);
    void judgeDuration(Verdict& verdict, Time now);
    void judgeIdleness(Verdict& verdict, Time now);

    Limits limits;
    std::int64_t usedTokens = 0;
    std::optional<Time> began;
    std::optional<Time> idleSince;
    bool toldTokens = false;
    bool toldDuration = false;
    bool toldIdleness = false;
};

} // namespace parley::realtime
