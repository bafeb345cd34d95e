// SPDX-License-Identifier: Apache-2.0
// A session and its socket. Only for ServiceServer.cpp, the one place of the service that knows Beast.
#pragma once

#include "Base/Log.h"
#include "Service/Admission.h"
#include "Service/Detail/ServerStream.h"
#include "Service/Detail/Surroundings.h"
#include "Service/EngineRunner.h"
#include "Service/EventText.h"
#include "Service/FaultPlan.h"
#include "Service/Http/ServiceFigures.h"
#include "Service/ServiceSession.h"

#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <map>
#include <memory>
#include <optional>

namespace parley::service
{

/// What a service sets for each of its sessions.
struct ConnectionRules
{
    std::chrono::milliseconds sessionLimit;
    /// Outgoing text that waits for a slow client; beyond it the client is dropped.
    std::size_t unsentBytes;
    /// A client that gives no sign of life for so long is dropped.
    std::chrono::milliseconds idleLimit;
    std::optional<SessionFaults> faults;
};

/// Lives as long as one of its coroutines does.
/// @thread network
class Connection : public std::enable_shared_from_this<Connection>
{
public:
    /// From the order to close on; a client that neither reads nor hangs up is dropped then.
    static constexpr std::chrono::seconds closeDeadline{10};
    /// docs/protocol.md, Connecting: the live service PINGs so often, with so many random bytes.
    static constexpr std::chrono::milliseconds pingInterval{20300};
    static constexpr std::size_t pingBytes = 4;

    Connection(std::unique_ptr<WebSocket> accepted, EngineRunner& runner, ServiceFigures& counts,
               ConnectionRules wanted)
        : own(std::move(accepted))
        , socket(*own)
        , engines(runner)
        , figures(counts)
        , rules(std::move(wanted))
        , outgoingChanged(socket.get_executor())
        , deadline(socket.get_executor())
        , pingTimer(socket.get_executor())
    {
        if (rules.faults.has_value())
            writes = &socket.next_layer().makeFaulty();
        if (writes != nullptr)
            writes->dropsPongs = rules.faults->dropsPongs();
        outgoingChanged.expires_at(std::chrono::steady_clock::time_point::max());
    }

    void begin(const Admission& admission)
    {
        if (const auto* admitted = std::get_if<Admitted>(&admission))
        {
            session.emplace(SessionOrigin{admitted->model, makeSeed(), secondsSinceEpoch(), admitted->settings,
                                          rules.sessionLimit, admitted->isTranscription});
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
        for (auto& [id, stop] : running)
            stop.request_stop();
        outgoingChanged.cancel();
        deadline.cancel();
        pingTimer.cancel();
    }

    void drop()
    {
        isDropped = true;
        end({1006, ""});
        socket.next_layer().close();
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
            figures.receivedBytes += size;
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
                co_await untilDue(outgoing.front().due);
                const auto frame = std::move(outgoing.front());
                outgoing.pop_front();
                if (writes != nullptr)
                    writes->isHolding = rules.faults->coalesces() && !outgoing.empty() && isDue(outgoing.front().due);
                if (!co_await write(frame))
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

    /// So that the client, and what stands between, sees that somebody is here.
    asio::awaitable<void> sendPings()
    {
        const auto self = shared_from_this();
        const auto interval = std::min(pingInterval, rules.idleLimit / 2);
        while (!closing.has_value())
        {
            pingTimer.expires_after(interval);
            co_await pingTimer.async_wait(awaitingTuple);
            if (closing.has_value())
                break;
            const auto bytes = makeSeed();
            const websocket::ping_data payload(reinterpret_cast<const char*>(&bytes), pingBytes);
            co_await socket.async_ping(payload, awaitingTuple);
        }
    }

    asio::awaitable<void> watchTime()
    {
        const auto self = shared_from_this();
        while (session.has_value() && !closing.has_value())
        {
            awaited = session->nextDeadline();
            deadline.expires_at(std::min(opened + awaited, idleEnd()));
            co_await deadline.async_wait(awaitingTuple);
            if (!closing.has_value() && elapsed() >= session->nextDeadline())
                advance([this] { return session->passTime(elapsed()); });
            if (!closing.has_value() && std::chrono::steady_clock::now() >= idleEnd())
                drop();
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
    struct OutgoingFrame
    {
        std::string text;
        bool isCompressed = false;
        std::chrono::steady_clock::time_point due{}; ///< Only a fault makes a frame wait.
        std::vector<std::size_t> pieces{};           ///< Only a fault cuts a message.
    };

    /// Speech hardly gets smaller, and would cost as much time as all the rest of the service.
    [[nodiscard]] static bool isWorthCompressing(const Json& event)
    {
        return event.at("type") != "response.output_audio.delta";
    }

    [[nodiscard]] static bool isDue(std::chrono::steady_clock::time_point due)
    {
        return due <= std::chrono::steady_clock::now();
    }

    [[nodiscard]] std::chrono::steady_clock::time_point idleEnd() const
    {
        return socket.next_layer().lastHeard() + rules.idleLimit;
    }

    asio::awaitable<bool> write(const OutgoingFrame& frame)
    {
        outgoingBytes -= frame.text.size();
        socket.compress(frame.isCompressed);
        std::size_t at = 0;
        for (std::size_t i = 0; i + 1 < frame.pieces.size(); at += frame.pieces[i++])
        {
            const auto piece = asio::buffer(frame.text.data() + at, frame.pieces[i]);
            if (const auto [error, written] = co_await socket.async_write_some(false, piece, awaitingTuple); error)
                co_return false;
        }
        const auto rest = asio::buffer(frame.text) + at;
        const auto [error, written] = co_await socket.async_write_some(true, rest, awaitingTuple);
        co_return !error;
    }

    asio::awaitable<void> untilDue(std::chrono::steady_clock::time_point due)
    {
        while (!isDropped && std::chrono::steady_clock::now() < due)
        {
            outgoingChanged.expires_at(due);
            co_await outgoingChanged.async_wait(awaitingTuple);
        }
        outgoingChanged.expires_at(std::chrono::steady_clock::time_point::max());
    }

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
        for (auto& event : output.events)
        {
            auto text = takeText(event);
            figures.noteEvent(event, text.size());
            const bool isCompressed = isWorthCompressing(event);
            if (rules.faults.has_value())
                queueWithFaults(std::move(text), isCompressed);
            else
                queue({std::move(text), isCompressed});
        }
        for (const auto job : output.givenUp)
            giveUp(job);
        for (auto& job : output.jobs)
            submit(std::move(job));
        if (output.close.has_value())
            end(std::move(*output.close));
        // Most messages bring speech and change nothing.
        if (!outgoing.empty())
            outgoingChanged.cancel();
        if (session.has_value() && session->nextDeadline() != awaited)
            deadline.cancel();
    }

    void queueWithFaults(std::string event, bool isCompressed)
    {
        if (closing.has_value())
            return;
        auto passed = rules.faults->pass(std::move(event), std::chrono::steady_clock::now());
        for (auto& frame : passed.frames)
            queue({std::move(frame.text), isCompressed, frame.due, std::move(frame.pieces)});
        if (passed.close.has_value())
            end(std::move(*passed.close));
    }

    void queue(OutgoingFrame frame)
    {
        if (closing.has_value())
            return;
        if (outgoingBytes + frame.text.size() > rules.unsentBytes)
        {
            log(LogLevel::warning, "A client does not read what it is sent and was dropped.");
            drop();
            return;
        }
        outgoingBytes += frame.text.size();
        outgoing.push_back(std::move(frame));
    }

    void submit(EngineJob job)
    {
        if (closing.has_value())
            return;
        const auto id = job.id;
        engines.submit(std::move(job), running[id].get_token(),
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

    void giveUp(std::uint64_t job)
    {
        if (const auto found = running.find(job); found != running.end())
        {
            found->second.request_stop();
            running.erase(found);
        }
    }

    void takeResult(std::uint64_t job, const EngineResult& result)
    {
        if (!isPart(result))
            running.erase(job);
        if (!closing.has_value())
            advance([&] { return session->takeResult(job, result, elapsed()); });
    }

    std::unique_ptr<WebSocket> own;
    WebSocket& socket;
    EngineRunner& engines;
    ServiceFigures& figures;
    ConnectionRules rules;
    std::optional<ServiceSession> session;
    std::chrono::steady_clock::time_point opened = std::chrono::steady_clock::now();
    std::deque<OutgoingFrame> outgoing;
    std::size_t outgoingBytes = 0;
    asio::steady_timer outgoingChanged;
    asio::steady_timer deadline;
    asio::steady_timer pingTimer;
    SessionTime awaited{0};                            ///< What `deadline` was set for.
    FaultyWrites* writes = nullptr;                    ///< Null: no faults.
    std::map<std::uint64_t, std::stop_source> running; ///< The jobs of the engines.
    std::optional<CloseOrder> closing;
    bool isDropped = false;
};

} // namespace parley::service
