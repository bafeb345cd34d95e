// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/HttpCallRun.h"

#include "Net/Detail/ConnectionErrors.h"
#include "Net/Detail/HttpErrors.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace parley::net
{
namespace
{

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto asTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t mostErrorBytes = std::size_t{64} * 1024;
constexpr auto writeLimit = 10s;

} // namespace

HttpCallRun::HttpCallRun(Executor& usedExecutor, std::shared_ptr<ConnectionShelf> used, HttpRequest request,
                         HttpCallOptions chosen, HttpCallHandlers told)
    : executor(usedExecutor)
    , shelf(std::move(used))
    , asked(std::move(request))
    , options(std::move(chosen))
    , handlers(std::move(told))
    , key(ConnectionShelf::keyFor(asked.url, options.http))
    , whole(executor.detail().ioContext.get_executor(),
            [this] { giveUp(answerTooSlow(asked.url, options.http.deadline)); })
    , pause(executor.detail().ioContext)
    , retry(options.retries)
    , chance(std::random_device{}())
{
}

void HttpCallRun::start()
{
    whole.start(options.http.deadline);
    // Posted, so that no handler is called from within the caller.
    asio::post(executor.detail().ioContext,
               [self = shared_from_this()]
               {
                   asio::co_spawn(self->executor.detail().ioContext, self->run(),
                                  [self](const std::exception_ptr& thrown, Outcome problem)
                                  {
                                      if (thrown)
                                          problem = answerBroken(self->asked.url, "it could not be read");
                                      self->ended(std::move(problem));
                                  });
               });
}

void HttpCallRun::cancel()
{
    giveUp(requestCancelled(asked.url));
}

void HttpCallRun::abandon()
{
    isAbandoned = true;
    cancel();
}

void HttpCallRun::giveUp(Error why)
{
    if (!failure)
        failure = std::move(why);
    whole.stop();
    pause.cancel();
    if (connection != nullptr)
        connection->close();
}

void HttpCallRun::ended(Outcome problem)
{
    whole.stop();
    if (failure)
        problem = failure;
    const bool isKept = hasPlace && !problem;
    if (!isKept && connection != nullptr)
        connection->close();
    if (std::exchange(hasPlace, false))
        shelf->giveBack(key, isKept ? std::move(connection) : nullptr);
    if (!isAbandoned && handlers.onEnd)
        std::exchange(handlers.onEnd, nullptr)(problem);
    handlers = {};
}

asio::awaitable<HttpCallRun::Outcome> HttpCallRun::run()
{
    if (failure)
        co_return failure;
    if (auto fault = faultIn(asked))
        co_return fault;
    if (auto problem = co_await awaitPlace())
        co_return problem;
    co_return co_await askUntilAnswered();
}

asio::awaitable<HttpCallRun::Outcome> HttpCallRun::awaitPlace()
{
    onPlace = std::make_shared<std::function<void()>>(
        [this]
        {
            hasPlace = true;
            pause.cancel();
        });
    const auto place = shelf->takePlace(key, onPlace);
    if (place == ConnectionShelf::Place::refused)
        co_return tooManyRequests(asked.url);
    hasPlace = place == ConnectionShelf::Place::granted;
    while (!hasPlace && !failure)
    {
        pause.expires_at(asio::steady_timer::time_point::max());
        co_await pause.async_wait(asTuple);
    }
    if (!hasPlace)
        onPlace.reset();
    co_return failure;
}

asio::awaitable<HttpCallRun::Outcome> HttpCallRun::askUntilAnswered()
{
    for (;;)
    {
        const auto made = co_await attempt();
        if (failure || !made.error)
            co_return failure;
        if (made.isStale)
            continue;
        const auto wait = made.isFinal
                              ? std::nullopt
                              : retry.next(*made.error, std::uniform_real_distribution<double>(0.0, 1.0)(chance));
        if (!wait)
            co_return made.error;
        pause.expires_after(*wait);
        co_await pause.async_wait(asTuple);
        if (failure)
            co_return failure;
    }
}

asio::awaitable<HttpCallRun::Attempt> HttpCallRun::attempt()
{
    if (connection == nullptr)
        connection = shelf->takeIdle(key);
    if (connection == nullptr)
        connection = newConnection();
    head = {};
    refusedBody.clear();
    Attempt made;
    bool isReusable = false;
    {
        const bool isKept = connection->exchanges > 0;
        HttpExchange exchange(*connection, asked, options,
                              {[this](HttpHead&& got) { begin(std::move(got)); },
                               [this](std::string_view bytes) { return tell(bytes); }});
        made.error = co_await exchange.run();
        made.isStale = made.error && isKept && !exchange.isHeard();
        isReusable = exchange.isReusable() && options.keepsAlive;
    }
    made.isFinal = head.status != 0 && isAnswer();
    if (!isReusable)
    {
        connection->close();
        connection.reset();
    }
    if (!made.error && !isAnswer())
        made.error = refusal();
    co_return made;
}

void HttpCallRun::begin(HttpHead&& got)
{
    head = std::move(got);
    if (!isAbandoned && isAnswer() && handlers.onHead)
        handlers.onHead(head);
}

std::unique_ptr<HttpConnection> HttpCallRun::newConnection()
{
    shelf->countOpened();
    auto dialled = options.http;
    dialled.deadline = std::min(options.connect, options.http.deadline);
    return std::make_unique<HttpConnection>(executor, DialOptions(asked.url, dialled),
                                            std::min<std::chrono::milliseconds>(writeLimit, options.http.deadline));
}

bool HttpCallRun::isAnswer() const noexcept
{
    return options.takesAnyStatus || (head.status >= 200 && head.status < 300);
}

bool HttpCallRun::tell(std::string_view bytes)
{
    if (!isAnswer())
    {
        refusedBody += bytes.substr(0, mostErrorBytes - refusedBody.size());
        return refusedBody.size() < mostErrorBytes;
    }
    if (!isAbandoned && handlers.onBody)
        handlers.onBody(bytes);
    return !failure;
}

Error HttpCallRun::refusal() const
{
    const auto* requestId = findHeader(head.headers, "x-request-id");
    const auto* retryAfter = findHeader(head.headers, "retry-after");
    return requestRefused(head.status, refusedBody,
                          {requestId != nullptr ? std::string_view(*requestId) : std::string_view(),
                           retryAfter != nullptr ? std::string_view(*retryAfter) : std::string_view()},
                          asked.url);
}

HttpCall::HttpCall(std::shared_ptr<HttpCallRun> started)
    : run(std::move(started))
{
}

HttpCall::~HttpCall()
{
    run->abandon();
}

void HttpCall::cancel()
{
    run->cancel();
}

} // namespace parley::net
