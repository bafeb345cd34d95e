// SPDX-License-Identifier: Apache-2.0
#include "Service/FaultControl.h"

#include <chrono>
#include <string_view>
#include <utility>

namespace parley::service
{

std::optional<SessionFaults> FaultControl::nextSession()
{
    if (!current.has_value())
        return std::nullopt;
    return SessionFaults(*current, sessions++, std::chrono::steady_clock::now());
}

std::optional<PlainAnswer> FaultControl::refuseOverQuota() const
{
    if (!current.has_value() || !current->isOutOfQuota)
        return std::nullopt;
    return refusePlainly(429, {"insufficient_quota",
                               "You exceeded your current quota, please check your plan and billing details.", "",
                               "insufficient_quota"});
}

PlainAnswer FaultControl::answer(const UpgradeRequest& request)
{
    if (request.method == "PUT")
    {
        const std::string_view body = request.body;
        auto wanted = FaultPlan::parse(body.substr(0, body.find_last_not_of(" \t\r\n") + 1));
        if (!wanted)
            return refusePlainly(400, {"invalid_value", wanted.error().message, "faults"});
        current = std::move(wanted).value();
        sessions = 0;
    }
    else if (request.method == "DELETE")
        current.reset();
    else if (request.method != "GET")
    {
        auto refused = refusePlainly(405, {"method_not_supported", "Not allowed: use GET, PUT or DELETE.", ""});
        refused.headers.emplace_back("Allow", "GET, PUT, DELETE");
        return refused;
    }
    return {200, (current.has_value() ? current->text : "") + "\n"};
}

} // namespace parley::service
