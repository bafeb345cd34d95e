// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/ProxyTunnel.h"

#include "Net/Detail/ConnectionErrors.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <charconv>

namespace parley::net
{
namespace
{

namespace asio = boost::asio;

constexpr auto asTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::string_view headEnd = "\r\n\r\n";

/// The status of "HTTP/1.x NNN reason", or 0.
int statusOf(std::string_view head)
{
    constexpr std::size_t statusBegin = 9; // Behind "HTTP/1.1 ".
    constexpr std::size_t statusEnd = statusBegin + 3;
    if (!head.starts_with("HTTP/1.") || head.size() < statusEnd || head[statusBegin - 1] != ' ')
        return 0;
    int status = 0;
    const auto* end = head.data() + statusEnd;
    const auto [parsed, problem] = std::from_chars(head.data() + statusBegin, end, status);
    return problem == std::errc() && parsed == end ? status : 0;
}

} // namespace

std::string connectRequest(const Proxy& proxy, const std::string& target)
{
    auto request =
        "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\nUser-Agent: Parley/" PARLEY_VERSION "\r\n";
    if (!proxy.authorization.empty())
        request += "Proxy-Authorization: " + proxy.authorization.reveal() + "\r\n";
    return request + "\r\n";
}

std::optional<Error> faultInConnectAnswer(std::string_view head, const Proxy& proxy, const std::string& target)
{
    const auto status = statusOf(head);
    if (status == 0)
        return proxySpeaksNoHttp(proxy, "its answer is no HTTP");
    if (status < 200 || status > 299)
        return proxyRefused(proxy, status, target);
    return std::nullopt;
}

asio::awaitable<std::optional<Error>> openTunnel(asio::ip::tcp::socket& socket, const Proxy& proxy, std::string target)
{
    const auto request = connectRequest(proxy, target);
    const auto [unsent, sent] = co_await asio::async_write(socket, asio::buffer(request), asTuple);
    if (unsent)
        co_return proxySpeaksNoHttp(proxy, unsent.message());
    std::string answer;
    auto buffer = asio::dynamic_buffer(answer, longestProxyAnswer);
    const auto [unread, headBytes] = co_await asio::async_read_until(socket, buffer, headEnd, asTuple);
    if (unread == asio::error::not_found)
        co_return proxySpeaksNoHttp(proxy, "its answer does not end");
    if (unread)
        co_return proxySpeaksNoHttp(proxy, unread.message());
    auto fault = faultInConnectAnswer(std::string_view(answer).substr(0, headBytes), proxy, target);
    // Both TLS and WebSocket let the client speak first: what comes already is not from the other end of a tunnel.
    if (!fault && answer.size() > headBytes)
        fault = proxySpeaksNoHttp(proxy, "it sent more than an answer");
    co_return fault;
}

} // namespace parley::net
