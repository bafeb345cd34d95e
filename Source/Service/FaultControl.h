// SPDX-License-Identifier: Apache-2.0
// The plan of faults of a running service, and the endpoint that changes it.
#pragma once

#include "Service/Admission.h"
#include "Service/FaultPlan.h"

#include <cstdint>
#include <optional>

namespace parley::service
{

/// A plan holds for the sessions that begin after it, numbered anew from 0.
/// @thread one at a time
class FaultControl
{
public:
    FaultControl(std::optional<FaultPlan> initial, bool takesRequests)
        : current(std::move(initial))
        , enabled(takesRequests)
    {
    }

    /// Whether there is an endpoint at all.
    [[nodiscard]] bool isEnabled() const noexcept { return enabled; }
    [[nodiscard]] const std::optional<FaultPlan>& plan() const noexcept { return current; }

    /// The faults of a session that begins now; none without a plan.
    [[nodiscard]] std::optional<SessionFaults> nextSession();

    /// 429 when the plan has used up the quota. For sessions and for requests that need one (see Endpoints).
    [[nodiscard]] std::optional<PlainAnswer> refuseOverQuota() const;

    /// GET tells the plan as text, PUT takes one, DELETE ends it; 405 for all else, 400 for a plan that cannot be read.
    [[nodiscard]] PlainAnswer answer(const UpgradeRequest& request);

private:
    std::optional<FaultPlan> current;
    bool enabled = false;
    std::uint64_t sessions = 0;
};

} // namespace parley::service
