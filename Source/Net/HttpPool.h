// SPDX-License-Identifier: Apache-2.0
// Makes HTTP calls, and keeps their connections for the calls that follow.
#pragma once

#include "Base/Executor.h"
#include "Net/HttpCall.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace parley::net
{

struct HttpPoolLimits
{
    /// Fifty conversations at a time; the local service takes 64.
    std::size_t connectionsPerHost = 56;
    /// Calls that wait for one of them; beyond, a call ends at once with queueFull and is counted.
    std::size_t waitingPerHost = 256;
    std::chrono::milliseconds idle{30000}; ///< A connection that serves nobody for so long is closed.
};

class ConnectionShelf;

/// @thread any, except where said
class HttpPool
{
public:
    explicit HttpPool(std::shared_ptr<Executor> usedExecutor, HttpPoolLimits limits = {});
    /// Closes the idle connections; calls under way go on.
    ~HttpPool();
    HttpPool(const HttpPool&) = delete;
    HttpPool& operator=(const HttpPool&) = delete;

    /// Errors as `net::fetch` has them, and those of a refused request by its status and body: unauthorized, forbidden,
    /// modelUnavailable, rateLimited, quotaExceeded, upstreamServerError, requestRejected. What was refused for now is
    /// asked again, see HttpRetryRules; after the first byte of an answer nothing is. A kept connection that turns out
    /// to be dead is replaced, and the request sent anew: only requests that may be repeated belong here.
    /// @thread network
    [[nodiscard]] std::unique_ptr<HttpCall> call(HttpRequest request, HttpCallOptions options,
                                                 HttpCallHandlers handlers);

    [[nodiscard]] Executor& executor() const noexcept { return *threads; }
    [[nodiscard]] std::uint64_t openedConnections() const noexcept;
    [[nodiscard]] std::uint64_t refusedCalls() const noexcept;

private:
    std::shared_ptr<Executor> threads;
    std::shared_ptr<ConnectionShelf> shelf;
};

} // namespace parley::net
