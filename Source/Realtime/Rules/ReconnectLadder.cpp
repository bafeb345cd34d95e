// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/ReconnectLadder.h"

#include <algorithm>

namespace parley::realtime
{

ReconnectLadder::ReconnectLadder(ReconnectSettings reconnectSettings, std::uint64_t seed)
    : settings(reconnectSettings)
    , random(seed)
{
}

void ReconnectLadder::connected(Time now)
{
    hasConnected = true;
    connectedAt = now;
}

/// Faults of the way or of the moment pass. Those of the key, the account, the model, the settings, the certificate or
/// the protocol meet every attempt (docs/protocol.md, "Reconnecting and rolling over").
bool ReconnectLadder::mayPass(const Error& reason) const
{
    switch (reason.code)
    {
    case ErrorCode::dnsFailed:
    case ErrorCode::connectFailed:
    case ErrorCode::rateLimited:
    case ErrorCode::upstreamServerError:
    case ErrorCode::sessionExpired:
    case ErrorCode::closedByServer:
    case ErrorCode::timeout:
    case ErrorCode::queueFull:
    case ErrorCode::helperNotStarted:
    case ErrorCode::internal:
        return true;
    case ErrorCode::upgradeRejected:
        // An address that has worked is right: what answers there now is a restart or something between.
        return hasConnected;
    default:
        return false;
    }
}

std::optional<std::chrono::milliseconds> ReconnectLadder::lost(const Error& reason, Time now)
{
    using std::chrono::milliseconds;
    if (connectedAt && now - *connectedAt >= settings.goodAfter)
        attempts = 0;
    connectedAt.reset();
    const bool isWanted = settings.isOn && (hasConnected || settings.retriesFirst);
    const bool isEnough = settings.mostAttempts && attempts >= *settings.mostAttempts;
    if (!isWanted || isEnough || !mayPass(reason))
        return std::nullopt;
    const auto step = steps[std::min(static_cast<std::size_t>(attempts), steps.size() - 1)];
    const bool isExpected = reason.code == ErrorCode::sessionExpired && attempts == 0;
    ++attempts;
    if (isExpected)
        return milliseconds(0);
    const milliseconds jitter(std::uniform_int_distribution<std::int64_t>(0, step.count())(random));
    return jitter +
           std::clamp(reason.retryAfter.value_or(std::chrono::seconds(0)), std::chrono::seconds(0), longestRetryAfter);
}

void ReconnectLadder::reset()
{
    attempts = 0;
    hasConnected = false;
    connectedAt.reset();
}

} // namespace parley::realtime
