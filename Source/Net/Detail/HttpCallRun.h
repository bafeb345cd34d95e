// SPDX-License-Identifier: Apache-2.0
// An HTTP call on its way: its place among the connections, its attempts, its end.
#pragma once

#include "Net/Detail/ConnectionShelf.h"
#include "Net/Detail/HttpExchange.h"
#include "Net/HttpCall.h"

#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <random>
#include <string>

namespace parley::net
{

/// Keeps itself alive until its coroutine is over.
/// @thread network
class HttpCallRun : public std::enable_shared_from_this<HttpCallRun>
{
public:
    /// The executor outlives the run.
    HttpCallRun(Executor& usedExecutor, std::shared_ptr<ConnectionShelf> used, HttpRequest request,
                HttpCallOptions chosen, HttpCallHandlers told);

    void start();
    void cancel();
    /// No handler is called any more.
    void abandon();

private:
    using Outcome = std::optional<Error>;
    struct Attempt
    {
        Outcome error;
        bool isStale = false; ///< The kept connection was dead: nothing of an answer came.
        bool isFinal = false; ///< Something of the answer was told, so it cannot be asked for again.
    };

    void giveUp(Error why);
    void ended(Outcome problem);
    [[nodiscard]] boost::asio::awaitable<Outcome> run();
    [[nodiscard]] boost::asio::awaitable<Outcome> awaitPlace();
    [[nodiscard]] boost::asio::awaitable<Outcome> askUntilAnswered();
    [[nodiscard]] boost::asio::awaitable<Attempt> attempt();
    [[nodiscard]] std::unique_ptr<HttpConnection> newConnection();
    [[nodiscard]] bool isAnswer() const noexcept;
    [[nodiscard]] Error refusal() const;
    void begin(HttpHead&& got);
    [[nodiscard]] bool tell(std::string_view bytes);

    Executor& executor;
    std::shared_ptr<ConnectionShelf> shelf;
    HttpRequest asked;
    HttpCallOptions options;
    HttpCallHandlers handlers;
    const std::string key;
    Deadline whole;
    boost::asio::steady_timer pause; ///< Of waits for a place and between attempts; cancelled to end them.
    std::shared_ptr<std::function<void()>> onPlace;
    std::unique_ptr<HttpConnection> connection;
    HttpHead head;
    std::string refusedBody;
    HttpRetry retry;
    std::minstd_rand chance;
    bool hasPlace = false;
    bool isAbandoned = false;
    Outcome failure; ///< Why we gave up; outranks what the socket then says.
};

} // namespace parley::net
