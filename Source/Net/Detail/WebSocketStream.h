// SPDX-License-Identifier: Apache-2.0
// Beast's WebSocket over our transport: how it is set up, and how it ends.
#pragma once

#include "Net/Detail/Transport.h"
#include "Net/Headers.h"

#include <boost/asio/post.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <cstddef>
#include <utility>

namespace parley::net
{

using WebSocketStream = boost::beast::websocket::stream<Transport>;

/// Tells Beast how a connection ends once CLOSE went both ways or the protocol broke: at once, for a peer that does not
/// hang up must not hold us.
template <typename Handler>
void async_teardown(boost::beast::role_type, Transport& transport, Handler&& handler)
{
    transport.close();
    boost::asio::post(transport.get_executor(), [done = std::forward<Handler>(handler)]() mutable
                      { std::move(done)(boost::system::error_code()); });
}

inline void beast_close_socket(Transport& transport)
{
    transport.close();
}

/// Before the upgrade, with which these headers are sent.
inline void configure(WebSocketStream& socket, const Headers& headers, std::size_t maxMessageBytes)
{
    namespace websocket = boost::beast::websocket;
    // Without permessage-deflate: speech as base64 hardly shrinks, each connection would pay some 300 KiB and CPU
    // time for it, and Beast 1.81 counts the message limit only after it has inflated.
    socket.set_option(websocket::permessage_deflate{});
    socket.set_option(
        websocket::stream_base::timeout{websocket::stream_base::none(), websocket::stream_base::none(), false});
    socket.set_option(websocket::stream_base::decorator(
        [headers](websocket::request_type& request)
        {
            request.set(boost::beast::http::field::user_agent, "Parley/" PARLEY_VERSION);
            for (const auto& [name, value] : headers)
                // The service ends every session that comes with this header.
                if (!boost::beast::iequals(name, "OpenAI-Beta"))
                    request.set(name, value);
        }));
    socket.read_message_max(maxMessageBytes);
    // Each connection keeps Beast's own write buffer of 4 KB: 40 ms of speech leave in one piece, longer ones in
    // several.
    socket.auto_fragment(false);
}

} // namespace parley::net
