// SPDX-License-Identifier: Apache-2.0
// Whether a refused request is worth another attempt, and when. Pure: chance is an argument.
#pragma once

#include "Base/Error.h"

#include <chrono>
#include <optional>

namespace parley::net
{

struct HttpRetryRules
{
    int mostRetries = 2;
    std::chrono::milliseconds firstWait{500}; ///< Doubled for each further attempt.
    /// A service that wants a longer wait is not asked again: the user is told at once.
    std::chrono::milliseconds longestWait{8000};
};

/// The attempts of one request.
/// @thread one at a time
class HttpRetry
{
public:
    explicit HttpRetry(HttpRetryRules chosen)
        : rules(chosen)
    {
    }

    /// How long to wait before the next attempt; nothing when the error is final. Only rateLimited and
    /// upstreamServerError pass by themselves. `chance` is of 0 to 1: it spreads clients that were refused together.
    [[nodiscard]] std::optional<std::chrono::milliseconds> next(const Error& error, double chance);

private:
    HttpRetryRules rules;
    int retries = 0;
};

} // namespace parley::net
