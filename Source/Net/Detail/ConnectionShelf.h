// SPDX-License-Identifier: Apache-2.0
// The connections of an HttpPool: which are idle, how many there are, and who waits for one.
#pragma once

#include "Net/Detail/HttpConnection.h"
#include "Net/HttpPool.h"

#include <atomic>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <string>

namespace parley::net
{

/// @thread network, except for the counters
class ConnectionShelf
{
public:
    ConnectionShelf(Executor& usedExecutor, HttpPoolLimits chosen)
        : executor(usedExecutor)
        , limits(chosen)
    {
    }
    ConnectionShelf(const ConnectionShelf&) = delete;
    ConnectionShelf& operator=(const ConnectionShelf&) = delete;

    /// Connections of one key are interchangeable.
    [[nodiscard]] static std::string keyFor(const Url& url, const HttpOptions& options);

    enum class Place
    {
        granted, ///< The caller may use one connection of this key, and gives the place back.
        later,   ///< It is told when.
        refused  ///< Too many wait already.
    };
    /// `onPlace` is called when it is the waiter's turn, with the place granted; the waiter may be gone by then.
    [[nodiscard]] Place takePlace(const std::string& key, std::weak_ptr<std::function<void()>> onPlace);

    /// An idle connection that the service has not closed meanwhile, or null.
    [[nodiscard]] std::unique_ptr<HttpConnection> takeIdle(const std::string& key);
    void countOpened() noexcept { ++opened; }

    /// The place is free again. A connection that can go on is kept.
    void giveBack(const std::string& key, std::unique_ptr<HttpConnection> reusable);
    void closeIdle();

    [[nodiscard]] std::uint64_t openedConnections() const noexcept { return opened; }
    [[nodiscard]] std::uint64_t refusedCalls() const noexcept { return refused; }

private:
    struct Idle
    {
        std::unique_ptr<HttpConnection> connection;
        std::unique_ptr<Deadline> deadline;
    };
    struct Host
    {
        std::size_t places = 0; ///< Taken.
        std::list<Idle> idle;
        std::deque<std::weak_ptr<std::function<void()>>> waiting;
    };
    void passPlaceOn(Host& host);

    Executor& executor;
    HttpPoolLimits limits;
    std::map<std::string, Host> hosts;
    std::atomic<std::uint64_t> opened{0};
    std::atomic<std::uint64_t> refused{0};
};

} // namespace parley::net
