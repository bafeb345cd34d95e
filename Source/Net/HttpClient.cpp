// SPDX-License-Identifier: Apache-2.0
#include "Net/HttpClient.h"

#include "Base/Detail/ExecutorDetail.h"
#include "Net/Detail/ConnectionErrors.h"
#include "Net/Detail/Dialer.h"
#include "Net/Detail/HeaderRules.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <algorithm>
#include <future>
#include <optional>

namespace parley::net
{
namespace
{

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using namespace std::chrono_literals;

constexpr auto asTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t longestHead = std::size_t{64} * 1024;
/// How much longer than the request may take the caller waits for the network thread to say so.
constexpr auto grace = 2s;

Error tooSlow(const Url& url, std::chrono::milliseconds limit)
{
    return {ErrorCode::timeout,
            "The service at " + hostAndPort(url) + " did not answer within " + std::to_string(limit.count()) +
                " ms: try again, or check that it is well.",
            "response"};
}

Error tooLarge(const Url& url, std::size_t limit)
{
    return {ErrorCode::protocolIncompatible,
            "The service at " + hostAndPort(url) + " answered with more than " + std::to_string(limit) +
                " bytes, which are not read: ask it for less.",
            "response"};
}

Error broken(const Url& url, std::string_view reason)
{
    return {ErrorCode::protocolIncompatible,
            "What answers at " + hostAndPort(url) + " did not give a whole HTTP answer (" + std::string(reason) +
                "): check the address, and whether it must begin with http:// or https://.",
            "response"};
}

Error cancelled(const Url& url)
{
    return {ErrorCode::cancelled,
            "The request to " + hostAndPort(url) + " was stopped from this side: ask again when you need it.",
            "request"};
}

/// What cannot be sent at all.
std::optional<Error> faultIn(const HttpRequest& request)
{
    if (request.url.scheme != "http" && request.url.scheme != "https")
        return Error{ErrorCode::invalidArgument,
                     "The address " + request.url.toString() +
                         " is none of a web service: begin it with https:// or http://.",
                     "address"};
    const auto address = request.url.toString();
    if (!std::all_of(address.begin(), address.end(), [](char letter) { return letter > ' ' && letter < 127; }))
        return Error{ErrorCode::invalidArgument,
                     "The address of " + hostAndPort(request.url) +
                         " has a character that must be percent-encoded: look for blanks and line breaks in it.",
                     "address"};
    if (auto wrong = wrongHeader(request.headers))
    {
        wrong->where = "request";
        return wrong;
    }
    if (wrongHeader({{request.method, ""}}))
        return Error{ErrorCode::invalidArgument,
                     "The HTTP method has a character that HTTP does not allow: write it like GET or POST.", "request"};
    return std::nullopt;
}

/// One request on its way. Lives as long as its coroutine does.
/// @thread network
class Exchange : public std::enable_shared_from_this<Exchange>
{
public:
    using Settle = std::function<void(Result<HttpResponse>)>;

    Exchange(Executor& executor, HttpRequest wanted, const HttpOptions& options)
        : io(executor.detail().ioContext)
        , asked(std::move(wanted))
        , limit(options.deadline)
        , maxBodyBytes(options.maxBodyBytes)
        , deadline(io.get_executor(), [this] { giveUp(tooSlow(asked.url, limit)); })
        , transport(io.get_executor(), limit, [this] { giveUp(tooSlow(asked.url, limit)); })
        , dialer(executor, DialOptions(asked.url, options), transport)
    {
    }

    void start(Settle settle)
    {
        deadline.start(limit);
        asio::co_spawn(io, run(),
                       [self = shared_from_this(), settle = std::move(settle)](const std::exception_ptr& thrown,
                                                                               std::optional<Error> problem)
                       {
                           self->end();
                           if (thrown)
                               problem = broken(self->asked.url, "it could not be read");
                           if (self->failure)
                               problem = self->failure;
                           settle(problem ? Result<HttpResponse>(*problem) : std::move(self->answer));
                       });
    }

    void cancel() { giveUp(cancelled(asked.url)); }

private:
    using Outcome = std::optional<Error>;

    void giveUp(Error why)
    {
        if (!failure)
            failure = std::move(why);
        end();
    }

    void end()
    {
        deadline.stop();
        dialer.cancel();
        transport.close();
    }

    asio::awaitable<Outcome> run()
    {
        ConnectTimings timings;
        if (auto problem = co_await dialer.dial(timings))
            co_return problem;
        if (auto problem = co_await write())
            co_return problem;
        co_return co_await read();
    }

    asio::awaitable<Outcome> write()
    {
        http::request<http::string_body> request;
        request.method_string(asked.method);
        const auto* proxy = dialer.forwardingProxy();
        request.target(proxy != nullptr ? asked.url.toString() : asked.url.target());
        request.set(http::field::host, asked.url.authority());
        request.set(http::field::user_agent, "Parley/" PARLEY_VERSION);
        request.set(http::field::connection, "close");
        if (proxy != nullptr && !proxy->authorization.empty())
            request.set(http::field::proxy_authorization, proxy->authorization.reveal());
        for (const auto& [name, value] : asked.headers)
            request.set(name, value);
        request.body() = std::move(asked.body);
        request.prepare_payload();
        const auto [failed, bytes] = co_await http::async_write(transport, request, asTuple);
        if (failed)
            co_return broken(asked.url, failed.message());
        co_return std::nullopt;
    }

    asio::awaitable<Outcome> read()
    {
        beast::flat_buffer buffer;
        for (;;)
        {
            http::response_parser<http::string_body> parser;
            parser.header_limit(static_cast<std::uint32_t>(longestHead));
            parser.body_limit(maxBodyBytes);
            parser.skip(asked.method == "HEAD");
            const auto [failed, bytes] = co_await http::async_read(transport, buffer, parser, asTuple);
            if (failed == http::error::body_limit)
                co_return tooLarge(asked.url, maxBodyBytes);
            if (failed)
                co_return broken(asked.url, failed.message());
            if (parser.get().result_int() >= 200)
            {
                take(parser.release());
                co_return std::nullopt;
            }
            // 1xx: the answer is yet to come.
        }
    }

    void take(http::response<http::string_body> received)
    {
        answer.status = static_cast<int>(received.result_int());
        for (const auto& field : received)
            answer.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
        answer.body = std::move(received.body());
    }

    asio::io_context& io;
    HttpRequest asked;
    const std::chrono::milliseconds limit;
    const std::size_t maxBodyBytes;
    Deadline deadline;
    Transport transport;
    Dialer dialer;
    std::optional<Error> failure; ///< Why we gave up; outranks what the socket then says.
    HttpResponse answer;
};

} // namespace

Result<HttpResponse> fetch(Executor& executor, const HttpRequest& request, const HttpOptions& options,
                           const std::stop_token& stop)
{
    if (executor.isNetworkThread())
        return Error{ErrorCode::internal, "A request that blocks was made on the network thread: make it on another.",
                     "request"};
    if (auto fault = faultIn(request))
        return *fault;
    if (stop.stop_requested())
        return cancelled(request.url);

    struct Shared
    {
        std::promise<Result<HttpResponse>> answer;
        std::weak_ptr<Exchange> exchange; ///< Network thread only.
    };
    const auto shared = std::make_shared<Shared>();
    auto answer = shared->answer.get_future();
    executor.post(
        [shared, request, options, &executor]
        {
            const auto exchange = std::make_shared<Exchange>(executor, request, options);
            shared->exchange = exchange;
            exchange->start([shared](Result<HttpResponse> settled) { shared->answer.set_value(std::move(settled)); });
        });
    const std::stop_callback stopping(stop,
                                      [shared, &executor]
                                      {
                                          executor.post(
                                              [shared]
                                              {
                                                  if (const auto exchange = shared->exchange.lock())
                                                      exchange->cancel();
                                              });
                                      });
    if (answer.wait_for(options.deadline + grace) == std::future_status::timeout)
        return tooSlow(request.url, options.deadline);
    return answer.get();
}

} // namespace parley::net
