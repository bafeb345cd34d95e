// SPDX-License-Identifier: Apache-2.0
// A session and its socket. Only for ServiceServer.cpp, the one place of the service that knows Beast.
#pragma once

#include "Base/Log.h"
#include "Service/Admission.h"
#include "Service/EngineWorkers.h"
#include "Service/ServiceSession.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <random>

namespace parley::service
{

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using WebSocket = websocket::stream<beast::tcp_stream>;

constexpr auto awaitingTuple = asio::as_tuple(asio::use_awaitable);

inline std::uint64_t makeSeed()
{
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32U) | device();
}

inline std::int64_t secondsSinceEpoch()
{
    const auto epoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(epoch).count();
}

/// Lives as long as one of its coroutines does.
/// @thread network
class Connection : public std::enable_shared_from_this<Connection>
{
public:
    /// Outgoing text that waits for a slow client; beyond it the client is dropped.
    static constexpr std::size_t outgoingCapacity = 64U << 20U;
    /// From the order to close on; a client that neither reads nor hangs up is dropped then.
    static constexpr std::chrono::seconds closeDeadline{10};

    Connection(WebSocket accepted, EngineWorkers& engines)
        : socket(std::move(accepted))
        , workers(engines)
        , outgoingChanged(socket.get_executor())
        , deadline(socket.get_executor())
    {
        outgoingChanged.expires_at(std::chrono::steady_clock::time_point::max());
    }

    void begin(const Admission& admission)
    {
        if (const auto* admitted = std::get_if<Admitted>(&admission))
        {
            session.emplace(SessionOrigin{admitted->model, makeSeed(), secondsSinceEpoch(), admitted->settings});
            perform(session->open());
            return;
        }
        const auto& refused = std::get<RefusedSession>(admission);
        EventSink sink(makeSeed());
        sink.reject(refused.rejection);
        sink.close(refused.close.code, refused.close.reason);
        perform(sink.take());
    }

    /// Ends the session after what is written already; nothing more is taken in.
    void end(CloseOrder order)
    {
        if (!closing.has_value())
            closing = std::move(order);
        jobs.request_stop();
        outgoingChanged.cancel();
        deadline.cancel();
    }

    void drop()
    {
        isDropped = true;
        end({1006, ""});
        beast::get_lowest_layer(socket).close();
    }

    asio::awaitable<void> readFrames()
    {
        const auto self = shared_from_this();
        beast::flat_buffer buffer;
        for (;;)
        {
            const auto [error, size] = co_await socket.async_read(buffer, awaitingTuple);
            if (error)
                break;
            if (session.has_value() && !closing.has_value())
            {
                const std::string_view text(static_cast<const char*>(buffer.data().data()), size);
                advance(
                    [&]
                    { return socket.got_text() ? session->receiveText(text, elapsed()) : session->receiveBinary(); });
            }
            buffer.consume(buffer.size());
            if (buffer.capacity() > releasedCapacity)
                buffer.shrink_to_fit();
        }
        drop();
    }

    asio::awaitable<void> writeFrames()
    {
        const auto self = shared_from_this();
        for (;;)
        {
            while (!outgoing.empty())
            {
                const auto text = std::move(outgoing.front());
                outgoing.pop_front();
                const auto [error, written] = co_await socket.async_write(asio::buffer(text), awaitingTuple);
                outgoingBytes -= text.size();
                if (error)
                {
                    drop();
                    co_return;
                }
            }
            if (closing.has_value())
                break;
            co_await outgoingChanged.async_wait(awaitingTuple);
        }
        const websocket::close_reason reason(static_cast<websocket::close_code>(closing->code), closing->reason);
        co_await socket.async_close(reason, awaitingTuple);
    }

    asio::awaitable<void> watchTime()
    {
        const auto self = shared_from_this();
        while (session.has_value() && !closing.has_value())
        {
            deadline.expires_at(opened + session->nextDeadline());
            co_await deadline.async_wait(awaitingTuple);
            if (!closing.has_value() && elapsed() >= session->nextDeadline())
                advance([this] { return session->passTime(elapsed()); });
        }
        const auto last = std::chrono::steady_clock::now() + closeDeadline;
        while (!isDropped && std::chrono::steady_clock::now() < last)
        {
            deadline.expires_at(last);
            co_await deadline.async_wait(awaitingTuple);
        }
        drop();
    }

private:
    static constexpr std::size_t releasedCapacity = 1U << 20U;

    [[nodiscard]] SessionTime elapsed() const
    {
        return std::chrono::duration_cast<SessionTime>(std::chrono::steady_clock::now() - opened);
    }

    /// A fault in the rules ends this session, never the service.
    template <typename Step>
    void advance(Step step)
    {
        try
        {
            perform(step());
        }
        catch (const std::exception& problem)
        {
            log(LogLevel::error, std::string("A session of the service failed: ") + problem.what());
            end({1011, "internal_error"});
        }
    }

    void perform(SessionOutput output)
    {
        for (const auto& event : output.events)
            queue(event.dump(-1, ' ', false, Json::error_handler_t::replace));
        for (auto& job : output.jobs)
            submit(std::move(job));
        if (output.close.has_value())
            end(std::move(*output.close));
        outgoingChanged.cancel();
        deadline.cancel();
    }

    void queue(std::string text)
    {
        if (closing.has_value())
            return;
        if (outgoingBytes + text.size() > outgoingCapacity)
        {
            log(LogLevel::warning, "A client does not read what it is sent and was dropped.");
            drop();
            return;
        }
        outgoingBytes += text.size();
        outgoing.push_back(std::move(text));
    }

    void submit(EngineJob job)
    {
        const auto id = job.id;
        workers.submit(std::move(job), jobs.get_token(),
                       [id, weak = weak_from_this(), executor = socket.get_executor()](EngineResult result)
                       {
                           asio::post(executor,
                                      [id, weak, result = std::move(result)]
                                      {
                                          if (const auto self = weak.lock())
                                              self->takeResult(id, result);
                                      });
                       });
    }

    void takeResult(std::uint64_t job, const EngineResult& result)
    {
        if (!closing.has_value())
            advance([&] { return session->finishJob(job, result, elapsed()); });
    }

    WebSocket socket;
    EngineWorkers& workers;
    std::optional<ServiceSession> session;
    std::chrono::steady_clock::time_point opened = std::chrono::steady_clock::now();
    std::deque<std::string> outgoing;
    std::size_t outgoingBytes = 0;
    asio::steady_timer outgoingChanged;
    asio::steady_timer deadline;
    std::stop_source jobs;
    std::optional<CloseOrder> closing;
    bool isDropped = false;
};

} // namespace parley::service
