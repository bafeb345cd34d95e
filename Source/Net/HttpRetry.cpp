// SPDX-License-Identifier: Apache-2.0
#include "Net/HttpRetry.h"

#include <algorithm>
#include <cmath>

namespace parley::net
{

std::optional<std::chrono::milliseconds> HttpRetry::next(const Error& error, double chance)
{
    using std::chrono::milliseconds;
    const bool mayPass = error.code == ErrorCode::rateLimited || error.code == ErrorCode::upstreamServerError;
    if (!mayPass || retries >= rules.mostRetries)
        return std::nullopt;
    if (error.retryAfter && *error.retryAfter > rules.longestWait)
        return std::nullopt;
    const auto doubled = std::min(rules.firstWait * (1 << std::min(retries, 16)), rules.longestWait);
    ++retries;
    const auto spread = [&](milliseconds most)
    { return milliseconds(std::llround(static_cast<double>(most.count()) * std::clamp(chance, 0.0, 1.0))); };
    // Never before the time that the service named.
    if (error.retryAfter)
        return *error.retryAfter + spread(rules.firstWait / 2);
    return doubled / 2 + spread(doubled / 2);
}

} // namespace parley::net
