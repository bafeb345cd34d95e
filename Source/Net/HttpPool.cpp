// SPDX-License-Identifier: Apache-2.0
#include "Net/HttpPool.h"

#include "Net/Detail/HttpCallRun.h"

#include <utility>

namespace parley::net
{

HttpPool::HttpPool(std::shared_ptr<Executor> usedExecutor, HttpPoolLimits limits)
    : threads(std::move(usedExecutor))
    , shelf(std::make_shared<ConnectionShelf>(*threads, limits))
{
}

HttpPool::~HttpPool()
{
    // Sockets belong to the network thread.
    threads->post([closed = std::move(shelf)] { closed->closeIdle(); });
}

std::unique_ptr<HttpCall> HttpPool::call(HttpRequest request, HttpCallOptions options, HttpCallHandlers handlers)
{
    const auto run =
        std::make_shared<HttpCallRun>(*threads, shelf, std::move(request), std::move(options), std::move(handlers));
    run->start();
    return std::make_unique<HttpCall>(run);
}

std::uint64_t HttpPool::openedConnections() const noexcept
{
    return shelf->openedConnections();
}

std::uint64_t HttpPool::refusedCalls() const noexcept
{
    return shelf->refusedCalls();
}

} // namespace parley::net
