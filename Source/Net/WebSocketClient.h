// SPDX-License-Identifier: Apache-2.0
// A WebSocket client over TCP or TLS, on the network thread, with a deadline for every stage.
#pragma once

#include "Base/Error.h"
#include "Base/Executor.h"
#include "Net/Headers.h"
#include "Net/Proxy.h"
#include "Net/TrustRoots.h"
#include "Net/Url.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace parley::net
{

/// How long each stage may take. A stage that runs out gives ErrorCode::timeout with the stage's name in `where`:
/// "resolve", "connect", "proxy", "tls", "upgrade", "write", "ping", "close".
struct WebSocketDeadlines
{
    std::chrono::milliseconds resolve{5000};
    std::chrono::milliseconds connect{5000};
    std::chrono::milliseconds proxy{10000};
    std::chrono::milliseconds tls{5000};
    std::chrono::milliseconds upgrade{10000};
    std::chrono::milliseconds write{10000};
    std::chrono::milliseconds pingInterval{20000}; ///< Our PING goes out when nothing was received for so long.
    std::chrono::milliseconds pongTimeout{10000};  ///< And nothing received for so long after it: the peer is gone.
    std::chrono::milliseconds close{1000};
};

struct WebSocketOptions
{
    Url url;
    Headers headers;  ///< Sent with the upgrade, beside User-Agent. May hold a key: never logged.
    TrustRoots trust; ///< For wss.
    ProxySettings proxy;
    WebSocketDeadlines deadlines;
    std::size_t maxMessageBytes = std::size_t{16} * 1024 * 1024;
    std::size_t maxQueuedBytes = std::size_t{32} * 1024 * 1024; ///< Unsent bytes; beyond them `send` says false.
    std::string nameServers; ///< Comma-separated address[:port]; empty: the system's.
};

/// How long each stage of connecting took. Through a proxy, `resolve` and `connect` are those of the proxy.
struct ConnectTimings
{
    std::chrono::microseconds resolve{0};
    std::chrono::microseconds connect{0};
    std::chrono::microseconds proxy{0}; ///< The proxy's answer to CONNECT.
    std::chrono::microseconds tls{0};
    std::chrono::microseconds upgrade{0};
};

/// Why a connection ended, or could not be made.
struct CloseInfo
{
    std::uint16_t code = 0; ///< The close code received, or 0 when the connection ended without one.
    std::string reason;     ///< The close reason received.
    int httpStatus = 0;     ///< The status of a refused upgrade, or 0.
    Error error;            ///< What happened, in words; code `cancelled` when we closed it ourselves.
};

/// All called on the network thread, never from inside open(), send() or close().
struct WebSocketHandlers
{
    std::function<void(const ConnectTimings&)> onOpen;
    std::function<void(std::string_view text)> onText; ///< The view lives for the length of the call.
    std::function<void(const CloseInfo&)> onClosed;    ///< Once, last, unless the client was destroyed before.
};

/// @thread network, all of it
class WebSocketClient
{
public:
    /// The executor must outlive the client.
    WebSocketClient(Executor& executor, WebSocketOptions options, WebSocketHandlers handlers);
    /// Drops the connection without a word; no handler is called any more.
    ~WebSocketClient();
    WebSocketClient(const WebSocketClient&) = delete;
    WebSocketClient& operator=(const WebSocketClient&) = delete;

    void open();

    /// Queues a text message, in order. False when not open, or when the queue is full: the message is not sent, and
    /// counted in `refusedMessages`.
    [[nodiscard]] bool send(std::string text);

    /// Sends what is queued, then CLOSE, and waits for the peer's at most `deadlines.close`.
    void close(std::uint16_t code = 1000, std::string_view reason = {});

    [[nodiscard]] std::size_t queuedBytes() const noexcept;
    [[nodiscard]] std::uint64_t refusedMessages() const noexcept;

private:
    class Connection;
    std::shared_ptr<Connection> connection;
};

} // namespace parley::net
