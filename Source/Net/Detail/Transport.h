// SPDX-License-Identifier: Apache-2.0
// The bytes under a WebSocket: a TCP socket, with TLS over it when asked for. A write that makes no progress is told.
#pragma once

#include "Net/Detail/WriteWatch.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <array>
#include <memory>
#include <optional>

namespace parley::net
{

/// An Asio AsyncStream. One type for both cases, so that all above it is compiled once.
/// @thread network
class Transport
{
public:
    using Tls = boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>;
    using executor_type = boost::asio::ip::tcp::socket::executor_type;

    /// `onWriteStalled` is called when the socket took no byte for `writeLimitOfOneStep` during a write.
    Transport(const boost::asio::any_io_executor& executor, std::chrono::milliseconds writeLimitOfOneStep,
              std::function<void()> onWriteStalled)
        : tcp(executor)
        , writeWatch(executor, writeLimitOfOneStep, std::move(onWriteStalled))
    {
    }

    [[nodiscard]] executor_type get_executor() { return tcp.get_executor(); }
    [[nodiscard]] boost::asio::ip::tcp::socket& socket() { return tcp; }
    [[nodiscard]] std::optional<Tls>& tls() { return secure; }

    /// Puts TLS over the connected socket; the handshake is the caller's.
    void secureWith(std::shared_ptr<boost::asio::ssl::context> tlsContext)
    {
        context = std::move(tlsContext);
        secure.emplace(tcp, *context);
        record = std::make_unique<Record>();
    }

    /// From now on a read takes at most so many bytes.
    void limitReads(std::size_t bytes) { readLimit = bytes; }

    /// Ends reads and writes under way with an error.
    void close()
    {
        boost::system::error_code ignored;
        writeWatch.stop();
        tcp.shutdown(boost::asio::socket_base::shutdown_both, ignored);
        tcp.close(ignored);
    }

    template <typename Buffers, typename Token>
    auto async_read_some(const Buffers& buffers, Token&& token)
    {
        const auto wanted = boost::asio::buffer(firstOf<boost::asio::mutable_buffer>(buffers), readLimit);
        return secure ? secure->async_read_some(wanted, std::forward<Token>(token))
                      : tcp.async_read_some(wanted, std::forward<Token>(token));
    }

    template <typename Buffers, typename Token>
    auto async_write_some(const Buffers& buffers, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto&& handler, const Buffers& all) { write(all, std::forward<decltype(handler)>(handler)); }, token,
            buffers);
    }

private:
    template <typename Buffer, typename Buffers>
    static Buffer firstOf(const Buffers& buffers)
    {
        for (auto at = boost::asio::buffer_sequence_begin(buffers); at != boost::asio::buffer_sequence_end(buffers);
             ++at)
            if (const Buffer buffer = *at; buffer.size() > 0)
                return buffer;
        return {};
    }

    template <typename Buffers, typename Handler>
    void write(const Buffers& buffers, Handler&& handler)
    {
        writeWatch.began();
        auto executor = boost::asio::get_associated_executor(handler, get_executor());
        auto written =
            boost::asio::bind_executor(executor,
                                       [this, handler = std::forward<Handler>(handler)](
                                           const boost::system::error_code& problem, std::size_t bytes) mutable
                                       {
                                           writeWatch.ended();
                                           std::move(handler)(problem, bytes);
                                       });
        if (!secure)
        {
            tcp.async_write_some(buffers, std::move(written));
            return;
        }
        // A frame's header and the beginning of its payload come as two buffers; gathered, they make one TLS record.
        const auto bytes = boost::asio::buffer_copy(boost::asio::buffer(*record), buffers);
        secure->async_write_some(boost::asio::buffer(*record, bytes), std::move(written));
    }

    static constexpr std::size_t recordBytes = 16 * 1024; ///< The most a TLS record carries.
    using Record = std::array<char, recordBytes>;

    boost::asio::ip::tcp::socket tcp;
    std::shared_ptr<boost::asio::ssl::context> context;
    std::optional<Tls> secure;
    WriteWatch writeWatch;
    std::size_t readLimit = recordBytes * 4;
    std::unique_ptr<Record> record; ///< There with `secure`.
};

} // namespace parley::net
