// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/HttpExchange.h"

#include "Net/Detail/HttpErrors.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <array>
#include <utility>

namespace parley::net
{
namespace
{

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Parser = http::response_parser<http::buffer_body>;

constexpr auto asTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::uint32_t longestHead = 64 * 1024;
constexpr std::size_t pieceBytes = 16 * 1024;

HttpHead headOf(const Parser& parser)
{
    HttpHead head;
    head.status = static_cast<int>(parser.get().result_int());
    for (const auto& field : parser.get())
        head.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    return head;
}

http::request<http::string_body> requestFor(const HttpRequest& asked, const Proxy* proxy, bool keepsAlive)
{
    http::request<http::string_body> request;
    request.method_string(asked.method);
    request.target(proxy != nullptr ? asked.url.toString() : asked.url.target());
    request.set(http::field::host, asked.url.authority());
    request.set(http::field::user_agent, "Parley/" PARLEY_VERSION);
    if (!keepsAlive)
        request.set(http::field::connection, "close");
    if (proxy != nullptr && !proxy->authorization.empty())
        request.set(http::field::proxy_authorization, proxy->authorization.reveal());
    for (const auto& [name, value] : asked.headers)
        request.set(name, value);
    request.body() = asked.body;
    request.prepare_payload();
    return request;
}

} // namespace

struct HttpExchange::Reading
{
    /// Beast reads as much at a time as its buffer has room for.
    Reading() { buffer.reserve(pieceBytes); }

    beast::flat_buffer buffer;
    std::optional<Parser> parser;
    std::array<char, pieceBytes> piece{};
};

HttpExchange::HttpExchange(HttpConnection& used, const HttpRequest& request, const HttpCallOptions& chosen,
                           Handlers told)
    : connection(used)
    , asked(request)
    , options(chosen)
    , handlers(std::move(told))
    , patience(used.transport.get_executor(),
               [this] {
                   giveUp(heard ? answerStalled(asked.url, options.betweenBytes)
                                : answerTooSlow(asked.url, options.firstByte));
               })
{
    connection.onWriteStalled = [this] { giveUp(answerTooSlow(asked.url, options.firstByte)); };
}

void HttpExchange::giveUp(Error why)
{
    if (!failure)
        failure = std::move(why);
    connection.close();
}

asio::awaitable<HttpExchange::Outcome> HttpExchange::run()
{
    Outcome problem;
    if (!connection.isDialled)
    {
        ConnectTimings timings;
        problem = co_await connection.dialer.dial(timings);
        connection.isDialled = !problem;
    }
    if (!problem)
        problem = co_await write();
    if (!problem)
        problem = co_await read();
    patience.stop();
    if (problem || failure)
        reusable = false;
    co_return failure ? failure : problem;
}

asio::awaitable<HttpExchange::Outcome> HttpExchange::write()
{
    const auto request = requestFor(asked, connection.dialer.forwardingProxy(), options.keepsAlive);
    const auto [failed, bytes] = co_await http::async_write(connection.transport, request, asTuple);
    if (failed)
        co_return answerBroken(asked.url, failed.message());
    co_return std::nullopt;
}

asio::awaitable<HttpExchange::Outcome> HttpExchange::read()
{
    Reading reading;
    patience.start(options.firstByte);
    if (auto problem = co_await readHead(reading))
        co_return problem;
    heard = true;
    handlers.onHead(headOf(*reading.parser));
    patience.start(options.betweenBytes);
    if (auto problem = co_await readBody(reading))
        co_return problem;
    reusable = reading.parser->is_done() && reading.parser->keep_alive() && reading.buffer.size() == 0;
    ++connection.exchanges;
    co_return std::nullopt;
}

asio::awaitable<HttpExchange::Outcome> HttpExchange::readHead(Reading& reading)
{
    do
    {
        // Behind a 1xx the answer is yet to come.
        reading.parser.emplace();
        reading.parser->header_limit(longestHead);
        reading.parser->body_limit(options.http.maxBodyBytes);
        reading.parser->skip(asked.method == "HEAD");
        const auto [failed, bytes] =
            co_await http::async_read_header(connection.transport, reading.buffer, *reading.parser, asTuple);
        heard = heard || bytes > 0;
        if (failed == http::error::body_limit)
            co_return answerTooLarge(asked.url, options.http.maxBodyBytes);
        if (failed)
            co_return answerBroken(asked.url, failed.message());
    } while (reading.parser->get().result_int() < 200);
    co_return std::nullopt;
}

asio::awaitable<HttpExchange::Outcome> HttpExchange::readBody(Reading& reading)
{
    auto& parser = *reading.parser;
    while (!parser.is_done())
    {
        auto& body = parser.get().body();
        body.data = reading.piece.data();
        body.size = reading.piece.size();
        const auto [failed, bytes] =
            co_await http::async_read_some(connection.transport, reading.buffer, parser, asTuple);
        if (failure)
            co_return failure;
        const auto got = reading.piece.size() - body.size;
        if (failed == http::error::body_limit)
            co_return answerTooLarge(asked.url, options.http.maxBodyBytes);
        if (got > 0)
        {
            patience.start(options.betweenBytes);
            if (!handlers.onBody({reading.piece.data(), got}))
                co_return std::nullopt;
        }
        if (failed && failed != http::error::need_buffer)
            co_return answerBroken(asked.url, failed.message());
    }
    co_return std::nullopt;
}

} // namespace parley::net
