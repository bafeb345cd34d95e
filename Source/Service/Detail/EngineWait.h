// SPDX-License-Identifier: Apache-2.0
// A request that waits for an engine: until a result is there, its time is up, or its client has gone.
#pragma once

#include "Service/Detail/ServerStream.h"
#include "Service/EngineRunner.h"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace parley::service
{

/// One job at a time. Parts of its result wait until they are asked for; the engine bounds what they can be together.
/// @thread network
class EngineWait
{
public:
    /// `limit` counts from here, for all jobs together. A stop of `ending` drops the jobs.
    EngineWait(EngineRunner& runner, ServerStream& client, const std::stop_token& ending,
               std::chrono::steady_clock::duration limit)
        : engines(runner)
        , stream(client)
        , last(std::chrono::steady_clock::now() + limit)
        , stopped(ending, [this] { own.request_stop(); })
    {
    }

    ~EngineWait() { own.request_stop(); }
    EngineWait(const EngineWait&) = delete;
    EngineWait& operator=(const EngineWait&) = delete;

    void submit(EngineWork work)
    {
        auto executor = stream.get_executor();
        pending = std::make_shared<Pending>(executor);
        engines.submit({1, std::move(work)}, own.get_token(),
                       [waiting = pending, executor](EngineResult result)
                       {
                           asio::post(executor,
                                      [waiting, result = std::move(result)]() mutable
                                      {
                                          waiting->results.push_back(std::move(result));
                                          waiting->changed.cancel();
                                      });
                       });
    }

    /// The next part or the whole of the result, a timeout error, or nothing when the client has gone. Not to be called
    /// after the whole.
    asio::awaitable<std::optional<EngineResult>> next()
    {
        // Nothing is read during the wait, so that only the end of the connection is looked for.
        stream.stayOpen();
        const auto isOver = std::make_shared<bool>(false);
        stream.socket().async_wait(asio::ip::tcp::socket::wait_read,
                                   [waiting = pending, isOver, &socket = stream.socket()](beast::error_code error)
                                   {
                                       beast::error_code failed;
                                       if (*isOver || (!error && socket.available(failed) > 0))
                                           return;
                                       waiting->hasGone = true;
                                       waiting->changed.cancel();
                                   });
        pending->changed.expires_at(last);
        if (pending->results.empty())
            co_await pending->changed.async_wait(awaitingTuple);
        *isOver = true;
        beast::error_code ignored;
        stream.socket().cancel(ignored);
        if (pending->hasGone || !stream.socket().is_open())
            co_return std::nullopt;
        if (pending->results.empty())
        {
            own.request_stop();
            co_return Error{ErrorCode::timeout, "The engines took too long: send less at a time.", "engines"};
        }
        auto result = std::move(pending->results.front());
        pending->results.pop_front();
        co_return result;
    }

private:
    struct Pending
    {
        explicit Pending(const asio::any_io_executor& executor)
            : changed(executor)
        {
        }
        asio::steady_timer changed;
        std::deque<EngineResult> results;
        bool hasGone = false;
    };

    EngineRunner& engines;
    ServerStream& stream;
    std::chrono::steady_clock::time_point last;
    std::stop_source own;
    std::stop_callback<std::function<void()>> stopped;
    std::shared_ptr<Pending> pending;
};

} // namespace parley::service
