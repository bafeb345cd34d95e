// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Diagnostics.h"

#include "Base/Detail/ExecutorDetail.h"

#include <boost/asio/steady_timer.hpp>

#include <future>
#include <optional>
#include <utility>

namespace parley::realtime
{
namespace
{

using Clock = std::chrono::steady_clock;

/// The probe on the network thread: its socket, its timer, and whom to tell.
class ProbeRun : public std::enable_shared_from_this<ProbeRun>
{
public:
    ProbeRun(Executor& usedExecutor, std::string model)
        : executor(usedExecutor)
        , probe(std::move(model), Clock::now())
        , timer(executor.detail().ioContext)
    {
    }

    void start(net::WebSocketOptions options)
    {
        client.emplace(executor, std::move(options),
                       net::WebSocketHandlers{[this](const net::ConnectTimings& timings)
                                              {
                                                  probe.opened(timings, Clock::now());
                                                  proceed();
                                              },
                                              [this](std::string_view text)
                                              {
                                                  if (auto frame = probe.received(text, Clock::now()))
                                                      static_cast<void>(client->send(std::move(*frame)));
                                                  proceed();
                                              },
                                              [this](const net::CloseInfo& info)
                                              {
                                                  probe.closed(info);
                                                  proceed();
                                              }});
        client->open();
    }

    void stop()
    {
        net::CloseInfo ended;
        ended.error = {ErrorCode::cancelled, "The probe was ended before the service had answered.", "probe"};
        probe.closed(ended);
        proceed();
    }

    [[nodiscard]] std::future<ProbeReport> result() { return promise.get_future(); }

private:
    void proceed()
    {
        if (!probe.isOver())
        {
            setTimer();
            return;
        }
        timer.cancel();
        if (std::exchange(isTold, true))
            return;
        // Whoever waits may let go as soon as the report is there; and the client is not to end inside its own handler.
        executor.post([self = shared_from_this()] { self->client.reset(); });
        promise.set_value(probe.report());
    }

    void setTimer()
    {
        if (!probe.deadline())
            return;
        timer.expires_at(*probe.deadline());
        timer.async_wait(
            [weak = weak_from_this()](const boost::system::error_code& cancelled)
            {
                const auto self = weak.lock();
                if (cancelled || self == nullptr)
                    return;
                self->probe.timePassed(Clock::now());
                self->proceed();
            });
    }

    Executor& executor;
    Probe probe;
    boost::asio::steady_timer timer;
    std::optional<net::WebSocketClient> client;
    std::promise<ProbeReport> promise;
    bool isTold = false;
};

} // namespace

ProbeReport probeTextTurn(const std::shared_ptr<Executor>& executor, net::WebSocketOptions options, std::string model,
                          const std::stop_token& stop)
{
    const auto run = std::make_shared<ProbeRun>(*executor, std::move(model));
    auto report = run->result();
    executor->post([run, options = std::move(options)]() mutable { run->start(std::move(options)); });
    const std::stop_callback whenStopped(stop, [&network = *executor, run] { network.post([run] { run->stop(); }); });
    return report.get();
}

} // namespace parley::realtime
