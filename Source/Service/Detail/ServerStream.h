// SPDX-License-Identifier: Apache-2.0
// An accepted TCP connection, with TLS over it when the service has a certificate. Only for ServiceServer.cpp.
#pragma once

#include "Net/Detail/Deadline.h"
#include "Service/Detail/FaultyWrites.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <chrono>
#include <memory>
#include <optional>

namespace parley::service
{

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

constexpr auto awaitingTuple = asio::as_tuple(asio::use_awaitable);

/// An Asio AsyncStream. One type for both cases, so that all above it is compiled once.
/// @thread network
class ServerStream
{
public:
    using Tls = asio::ssl::stream<asio::ip::tcp::socket&>;
    using executor_type = asio::ip::tcp::socket::executor_type;

    explicit ServerStream(asio::ip::tcp::socket accepted)
        : tcp(std::move(accepted))
        , deadline(tcp.get_executor(), [this] { close(); })
    {
    }

    [[nodiscard]] executor_type get_executor() { return tcp.get_executor(); }
    [[nodiscard]] asio::ip::tcp::socket& socket() { return tcp; }

    /// The handshake of the server's side; false when it fails.
    asio::awaitable<bool> secureWith(asio::ssl::context& context)
    {
        secure.emplace(tcp, context);
        const auto [error] = co_await secure->async_handshake(asio::ssl::stream_base::server, awaitingTuple);
        co_return !error;
    }

    /// Closes the connection then, unless told otherwise before.
    void closeAfter(std::chrono::nanoseconds limit) { deadline.start(limit); }
    void stayOpen() { deadline.stop(); }

    /// Ends reads and writes under way with an error.
    void close()
    {
        boost::system::error_code ignored;
        deadline.stop();
        tcp.shutdown(asio::socket_base::shutdown_both, ignored);
        tcp.close(ignored);
    }

    /// Nothing more is written.
    asio::awaitable<void> finishWriting()
    {
        boost::system::error_code ignored;
        if (secure)
            co_await secure->async_shutdown(awaitingTuple);
        else
            tcp.shutdown(asio::socket_base::shutdown_send, ignored);
    }

    /// When the client was heard last.
    [[nodiscard]] std::chrono::steady_clock::time_point lastHeard() const noexcept { return heard; }

    /// From now on what is written passes through these.
    FaultyWrites& makeFaulty() { return faulty.has_value() ? *faulty : faulty.emplace(); }

    template <typename Buffers, typename Token>
    auto async_read_some(const Buffers& buffers, Token&& token)
    {
        // Who reads on has just been given something.
        heard = std::chrono::steady_clock::now();
        return secure ? secure->async_read_some(buffers, std::forward<Token>(token))
                      : tcp.async_read_some(buffers, std::forward<Token>(token));
    }

    template <typename Buffers, typename Token>
    auto async_write_some(const Buffers& buffers, Token&& token)
    {
        if (faulty.has_value())
            return writeFaulty(buffers, std::forward<Token>(token));
        return secure ? secure->async_write_some(buffers, std::forward<Token>(token))
                      : tcp.async_write_some(buffers, std::forward<Token>(token));
    }

private:
    /// Completes with the size of `buffers`, whatever goes out in their place.
    template <typename Buffers, typename Token>
    auto writeFaulty(const Buffers& buffers, Token&& token)
    {
        const auto size = asio::buffer_size(buffers);
        auto start = [this](auto handler, std::size_t given, std::shared_ptr<std::string> bytes)
        {
            const auto& content = *bytes;
            auto done = [kept = std::move(bytes), given, own = std::move(handler)](
                            beast::error_code error, std::size_t) mutable { std::move(own)(error, error ? 0 : given); };
            if (secure)
                asio::async_write(*secure, asio::buffer(content), std::move(done));
            else
                asio::async_write(tcp, asio::buffer(content), std::move(done));
        };
        return asio::async_initiate<Token, void(beast::error_code, std::size_t)>(
            std::move(start), token, size, std::make_shared<std::string>(faulty->pass(buffers)));
    }

    asio::ip::tcp::socket tcp;
    std::optional<Tls> secure;
    std::optional<FaultyWrites> faulty;
    std::chrono::steady_clock::time_point heard = std::chrono::steady_clock::now();
    net::Deadline deadline;
};

/// Tells Beast how a connection ends once CLOSE went both ways or the protocol broke.
template <typename Handler>
void async_teardown(beast::role_type role, ServerStream& stream, Handler&& handler)
{
    websocket::async_teardown(role, stream.socket(), std::forward<Handler>(handler));
}

inline void beast_close_socket(ServerStream& stream)
{
    stream.close();
}

using WebSocket = websocket::stream<ServerStream>;

} // namespace parley::service
