// SPDX-License-Identifier: Apache-2.0
#include "Net/WebSocketClient.h"

#include "Base/Detail/Characters.h"
#include "Base/Detail/ExecutorDetail.h"
#include "Base/Log.h"
#include "Net/Detail/ConnectionErrors.h"
#include "Net/Detail/Dialer.h"
#include "Net/Detail/HeaderRules.h"
#include "Net/Detail/KeepAlive.h"
#include "Net/Detail/SendQueue.h"
#include "Net/Detail/Stage.h"
#include "Net/Detail/WebSocketStream.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/error.hpp>

#include <cassert>
#include <optional>

namespace parley::net
{
namespace
{

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

constexpr auto asTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t readChunk = 64 * 1024;
/// Beast keeps at most 1536 bytes that follow a long upgrade response; smaller reads never leave more than that.
constexpr std::size_t upgradeReadChunk = 512;
constexpr std::size_t longestCloseReason = 123; ///< RFC 6455, 5.5: a control frame carries 125 bytes, two are the code.

} // namespace

class WebSocketClient::Connection : public std::enable_shared_from_this<Connection>
{
public:
    Connection(Executor& runsOn, WebSocketOptions wanted, WebSocketHandlers told)
        : executor(runsOn)
        , io(executor.detail().ioContext)
        , options(std::move(wanted))
        , handlers(std::make_shared<const WebSocketHandlers>(std::move(told)))
        , stage(io.get_executor(), options.url, [this](Error late) { giveUp(std::move(late)); })
        , keepAlive(
              io.get_executor(), options.deadlines.pingInterval, options.deadlines.pongTimeout,
              {[this] { ping(); }, [this] { giveUp(timedOut("ping", options.deadlines.pongTimeout, options.url)); }})
        , socket(io.get_executor(), options.deadlines.write,
                 [this] { giveUp(timedOut("write", options.deadlines.write, options.url)); })
        , dialer(executor, DialOptions(options), socket.next_layer())
        , queue(options.maxQueuedBytes)
    {
    }

    [[nodiscard]] bool isOnNetworkThread() const { return executor.isNetworkThread(); }

    void open()
    {
        if (phase != Phase::idle)
            return;
        phase = Phase::connecting;
        launch();
    }

    bool send(std::string text)
    {
        if (phase != Phase::open)
        {
            queue.refuse();
            return false;
        }
        if (!queue.push(std::move(text)))
            return false;
        startWriting();
        return true;
    }

    void close(std::uint16_t code, std::string_view reason)
    {
        if (phase == Phase::closing || phase == Phase::over)
            return;
        if (phase == Phase::open)
        {
            phase = Phase::closing;
            closeReason.code = static_cast<websocket::close_code>(code);
            closeReason.reason = shortened(std::string(reason), longestCloseReason);
            startWriting();
            return;
        }
        const bool wasIdle = phase == Phase::idle;
        phase = Phase::connecting;
        giveUp(closedByUs());
        if (wasIdle)
            launch();
    }

    /// Drops everything; no handler is called from now on.
    void abandon()
    {
        handlers.reset();
        drop();
    }

    [[nodiscard]] const SendQueue& waiting() const noexcept { return queue; }

private:
    enum class Phase
    {
        idle,
        connecting,
        open,
        closing,
        over
    };

    using Outcome = std::optional<Error>; ///< Empty: it went well.

    /// Never inside the caller: handlers are not called from within open() and its like.
    void launch()
    {
        asio::co_spawn(
            io,
            [](std::shared_ptr<Connection> self) -> asio::awaitable<void>
            {
                co_await asio::post(asio::use_awaitable);
                co_await self->run();
            }(shared_from_this()),
            asio::detached);
    }

    [[nodiscard]] bool isEnded() const { return handlers == nullptr || failure.has_value(); }

    template <typename Handler, typename... Arguments>
    void tell(Handler WebSocketHandlers::*handler, const Arguments&... arguments)
    {
        // The handler may destroy the client; what it captured has to outlive the call.
        const auto held = handlers;
        if (held == nullptr || !((*held).*handler))
            return;
        try
        {
            ((*held).*handler)(arguments...);
        }
        catch (const std::exception& problem)
        {
            log(LogLevel::error, std::string("An exception left a WebSocket handler: ") + problem.what());
        }
    }

    void giveUp(Error why)
    {
        if (!failure)
            failure = std::move(why);
        drop();
    }

    void drop()
    {
        stage.stop();
        keepAlive.stop();
        dialer.cancel();
        transport().close();
    }

    [[nodiscard]] Transport& transport() { return socket.next_layer(); }
    asio::awaitable<void> run()
    {
        const auto problem = co_await connect();
        if (problem || isEnded())
            finish(problem.value_or(closedByUs()));
        else
            converse();
    }

    void finish(Error why)
    {
        phase = Phase::over;
        drop();
        info.error = failure.value_or(std::move(why));
        tell(&WebSocketHandlers::onClosed, info);
        handlers.reset();
    }

    asio::awaitable<Outcome> connect()
    {
        if (auto wrong = wrongHeader(options.headers))
            co_return wrong;
        if (auto problem = co_await dialer.dial(timings))
            co_return problem;
        auto problem = co_await upgrade();
        stage.stop();
        co_return problem;
    }

    asio::awaitable<Outcome> upgrade()
    {
        stage.begin("upgrade", options.deadlines.upgrade);
        configure(socket, options.headers, options.maxMessageBytes);
        socket.control_callback([this](websocket::frame_type, beast::string_view) { keepAlive.noteReceived(); });
        transport().limitReads(upgradeReadChunk);
        websocket::response_type response;
        const auto [failed] =
            co_await socket.async_handshake(response, options.url.authority(), options.url.target(), asTuple);
        if (isEnded())
            co_return failure.value_or(closedByUs());
        if (failed == websocket::error::upgrade_declined)
        {
            info.httpStatus = static_cast<int>(response.result_int());
            const RefusalHeaders headers{response["x-request-id"], response[beast::http::field::retry_after]};
            co_return upgradeRefused(info.httpStatus, response.body(), headers, options.url);
        }
        if (failed)
            co_return notAWebSocket(options.url, failed.message());
        transport().limitReads(readChunk);
        timings.upgrade = stage.elapsed();
        co_return std::nullopt;
    }

    void converse()
    {
        phase = Phase::open;
        keepAlive.start();
        tell(&WebSocketHandlers::onOpen, timings);
        readOn();
    }

    /// With a plain handler, as startWriting: for each of the many messages a coroutine costs more than the message.
    void readOn()
    {
        if (isEnded())
            finish(failure.value_or(closedByUs()));
        else
            socket.async_read_some(message, readChunk,
                                   [self = shared_from_this()](const error_code& failed, std::size_t)
                                   { self->received(failed); });
    }

    void received(const error_code& failed)
    {
        if (failed)
        {
            finish(whyEnded(failed));
            return;
        }
        keepAlive.noteReceived();
        if (socket.is_message_done())
        {
            // Binary messages are handed on too: some compatible servers send their JSON so.
            if (phase == Phase::open)
                tell(&WebSocketHandlers::onText,
                     std::string_view(static_cast<const char*>(message.data().data()), message.size()));
            message.clear();
        }
        readOn();
    }

    Error whyEnded(const error_code& problem)
    {
        if (failure)
            return *failure;
        if (const auto& received = socket.reason(); received.code != websocket::close_code::none)
        {
            info.code = received.code;
            info.reason = redact({received.reason.data(), received.reason.size()});
        }
        if (phase == Phase::closing)
            return closedByUs();
        if (problem == websocket::error::closed || info.code != 0)
            return closedByPeer(info.code != 0 ? info.code : std::uint16_t{websocket::close_code::no_status},
                                info.reason);
        if (problem == websocket::error::message_too_big)
            return messageTooBig(options.url, options.maxMessageBytes);
        if (problem.category() == error_code(websocket::error::closed).category())
            return protocolBroken(options.url, problem.message());
        return connectionLost(options.url, problem.message());
    }

    void startWriting()
    {
        if (isWriting || isEnded())
            return;
        isWriting = !queue.isEmpty();
        if (isWriting)
            socket.async_write(asio::buffer(queue.front()),
                               [self = shared_from_this()](const error_code& failed, std::size_t)
                               {
                                   self->isWriting = false;
                                   if (failed) // The reader learns of it, too, and tells it.
                                       return;
                                   self->queue.pop();
                                   self->startWriting();
                               });
        else if (phase == Phase::closing)
        {
            stage.begin("close", options.deadlines.close);
            socket.async_close(closeReason, [self = shared_from_this()](const error_code&) {});
        }
    }

    /// A PING that the full socket still holds back is not followed by another one.
    void ping()
    {
        if (isPinging || isEnded())
            return;
        isPinging = true;
        socket.async_ping({}, [self = shared_from_this()](const error_code&) { self->isPinging = false; });
    }

    Executor& executor;
    asio::io_context& io; ///< The executor's; it outlives all that runs on it.
    const WebSocketOptions options;
    std::shared_ptr<const WebSocketHandlers> handlers; ///< Null once the client is gone or the end was told.
    Stage stage;
    KeepAlive keepAlive;
    WebSocketStream socket;
    Dialer dialer;
    SendQueue queue;
    beast::flat_buffer message; ///< What has arrived of the next one.

    Phase phase = Phase::idle;
    std::optional<Error> failure; ///< Why we ended it ourselves; outranks what the socket then says.
    ConnectTimings timings;
    CloseInfo info;
    bool isWriting = false;
    websocket::close_reason closeReason;
    bool isPinging = false;
};

WebSocketClient::WebSocketClient(Executor& executor, WebSocketOptions options, WebSocketHandlers handlers)
    : connection(std::make_shared<Connection>(executor, std::move(options), std::move(handlers)))
{
    assert(connection->isOnNetworkThread());
}

WebSocketClient::~WebSocketClient()
{
    assert(connection->isOnNetworkThread());
    connection->abandon();
}

void WebSocketClient::open()
{
    assert(connection->isOnNetworkThread());
    connection->open();
}

bool WebSocketClient::send(std::string text)
{
    assert(connection->isOnNetworkThread());
    return connection->send(std::move(text));
}

void WebSocketClient::close(std::uint16_t code, std::string_view reason)
{
    assert(connection->isOnNetworkThread());
    connection->close(code, reason);
}

std::size_t WebSocketClient::queuedBytes() const noexcept
{
    return connection->waiting().queuedBytes();
}

std::uint64_t WebSocketClient::refusedMessages() const noexcept
{
    return connection->waiting().refusedMessages();
}

} // namespace parley::net
