// SPDX-License-Identifier: Apache-2.0
// Faults that a test asks the service to make, so that a client can be seen to live with them.
#pragma once

#include "Base/Result.h"
#include "Service/SessionOutput.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace parley::service
{

/// Off as a whole unless the service is started with one, or lets itself be controlled. The same seed makes the same
/// faults at the same events.
struct FaultPlan
{
    std::string text; ///< As it was written.
    std::uint64_t seed = 1;
    std::optional<int> rejectStatus; ///< Each session is refused with this HTTP status.
    bool isOutOfQuota = false;       ///< Sessions, and requests that need a quota, get 429 insufficient_quota.
    std::optional<CloseOrder> close;
    std::uint64_t closeAtEvent = 0; ///< Of each session; that event is the last that goes out. Counts from 1.
    std::chrono::milliseconds delay{0};
    std::chrono::milliseconds jitter{0};             ///< Up to so much more; the order stays.
    std::uint64_t bytesPerSecond = 0;                ///< That a session sends at most; 0: as many as it can.
    std::chrono::milliseconds coalescing{0};         ///< Events go out together, in one write, so often.
    double splitShare = 0.0;                         ///< Of the events, 0 to 1; each goes out as several frames.
    double duplicateShare = 0.0;                     ///< Of the events, 0 to 1.
    double garbageShare = 0.0;                       ///< Of the events that a frame of nonsense comes before.
    bool dropsPongs = false;                         ///< PINGs of the client stay without an answer.
    std::optional<std::chrono::milliseconds> expiry; ///< Sessions last so long.

    /// "reject=503,quota,close=1011@20,delay=50,jitter=20,bandwidth=64000,coalesce=50,split=0.5,duplicate=0.1,
    /// garbage=0.1,nopong,expire=5000,seed=7", times in ms, any of them. invalidArgument names the part that cannot be
    /// read.
    /// @thread any
    [[nodiscard]] static Result<FaultPlan> parse(std::string_view text);
};

/// The faults of one session.
/// @thread one at a time
class SessionFaults
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// `session` counts the sessions under this plan: each has its own sequence, and `begun` is when it opened.
    SessionFaults(FaultPlan plan, std::uint64_t session, Time begun);

    struct Frame
    {
        std::string text;
        std::vector<std::size_t> pieces{}; ///< Sizes of the frames that it is cut into; none: it is one.
        Time due{};
    };

    struct Passed
    {
        std::vector<Frame> frames;       ///< In place of the event.
        std::optional<CloseOrder> close; ///< After the frames.
    };

    /// The next event on its way out.
    [[nodiscard]] Passed pass(std::string event, Time now);

    [[nodiscard]] bool coalesces() const noexcept { return plan.coalescing.count() > 0; }
    [[nodiscard]] bool dropsPongs() const noexcept { return plan.dropsPongs; }

private:
    [[nodiscard]] bool happens(double share);
    [[nodiscard]] Frame makeFrame(std::string text);

    FaultPlan plan;
    std::mt19937_64 random;
    std::uint64_t events = 0;
    Time begun;
    Time free; ///< When all so far has gone out.
};

} // namespace parley::service
