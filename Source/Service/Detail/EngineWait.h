// SPDX-License-Identifier: Apache-2.0
// A request that waits for an engine: until the result is there, its time is up, or its client has gone.
#pragma once

#include "Service/Detail/ServerStream.h"
#include "Service/EngineRunner.h"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace parley::service
{

/// One job at a time.
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
                           if (isPart(result))
                               return;
                           asio::post(executor,
                                      [waiting, result = std::move(result)]() mutable
                                      {
                                          waiting->result = std::move(result);
                                          waiting->changed.cancel();
                                      });
                       });
    }

    /// The result, a timeout error, or nothing when the client has gone.
    asio::awaitable<std::optional<EngineResult>> await()
    {
        // Nothing is read during the wait, so that only the end of the connection is looked for.
        stream.stayOpen();
        stream.socket().async_wait(asio::ip::tcp::socket::wait_read,
                                   [waiting = pending, &socket = stream.socket()](beast::error_code error)
                                   {
                                       beast::error_code failed;
                                       if (waiting->isOver || (!error && socket.available(failed) > 0))
                                           return;
                                       waiting->hasGone = true;
                                       waiting->changed.cancel();
                                   });
        pending->changed.expires_at(last);
        if (!pending->result.has_value())
            co_await pending->changed.async_wait(awaitingTuple);
        pending->isOver = true;
        beast::error_code ignored;
        stream.socket().cancel(ignored);
        if (pending->hasGone || !stream.socket().is_open())
            co_return std::nullopt;
        if (!pending->result.has_value())
        {
            own.request_stop();
            co_return Error{ErrorCode::timeout, "The engines took too long: send less at a time.", "engines"};
        }
        co_return std::move(*pending->result);
    }

private:
    struct Pending
    {
        explicit Pending(const asio::any_io_executor& executor)
            : changed(executor)
        {
        }
        asio::steady_timer changed;
        std::optional<EngineResult> result;
        bool hasGone = false;
        bool isOver = false;
    };

    EngineRunner& engines;
    ServerStream& stream;
    std::chrono::steady_clock::time_point last;
    std::stop_source own;
    std::stop_callback<std::function<void()>> stopped;
    std::shared_ptr<Pending> pending;
};

} // namespace parley::service
