// SPDX-License-Identifier: Apache-2.0
#include "ServiceLoad.h"

#include "Audio/Pcm16.h"
#include "ServiceProcess.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

namespace parley::bench
{
namespace
{

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto messageDuration = 20ms;
constexpr std::size_t messageSamples = 480;
constexpr std::size_t spokenMessages = 50;
constexpr std::size_t silentMessages = 50;

/// Something like speech, then silence: one message of 20 ms a line.
std::vector<std::string> makeUtterance()
{
    std::vector<std::int16_t> samples((spokenMessages + silentMessages) * messageSamples, 0);
    for (std::size_t i = 0; i < spokenMessages * messageSamples; ++i)
    {
        const double t = static_cast<double>(i) / 24000.0;
        const double loudness = 0.55 + 0.45 * std::sin(2.0 * 3.14159265 * 4.0 * t);
        samples[i] = static_cast<std::int16_t>(9000.0 * loudness * std::sin(2.0 * 3.14159265 * 700.0 * t));
    }
    std::vector<std::string> messages;
    for (std::size_t i = 0; i < samples.size(); i += messageSamples)
    {
        std::string base64;
        audio::appendBase64(std::span(samples).subspan(i, messageSamples), base64);
        messages.push_back(R"({"type":"input_audio_buffer.append","audio":")" + base64 + "\"}");
    }
    return messages;
}

/// The service writes the fields of an event in the order of their names, so the type stands last.
bool isOfType(std::string_view event, std::string_view type)
{
    const auto at = event.rfind("\"type\":\"");
    return at != std::string_view::npos && event.substr(at + 8).starts_with(type);
}

} // namespace

struct ServiceLoad::Clients
{
    struct Client
    {
        explicit Client(asio::io_context& context)
            : socket(context)
            , answered(context)
        {
        }
        websocket::stream<tcp::socket> socket;
        beast::flat_buffer buffer;
        asio::steady_timer answered; ///< Cancelled with each response.done.
        Clock::time_point stopped{};
        double latencyMs = -1;
        std::size_t answers = 0;
    };

    asio::io_context context{1};
    std::vector<std::unique_ptr<Client>> all;
    std::vector<std::string> utterance = makeUtterance();
    std::size_t busy = 0;

    asio::awaitable<void> open(Client& client, std::uint16_t port)
    {
        co_await client.socket.next_layer().async_connect({asio::ip::address_v4::loopback(), port},
                                                          asio::use_awaitable);
        client.socket.next_layer().set_option(tcp::no_delay(true));
        client.socket.set_option(websocket::stream_base::decorator(
            [](websocket::request_type& request)
            { request.set(beast::http::field::authorization, std::string("Bearer ") + serviceKey); }));
        co_await client.socket.async_handshake("127.0.0.1", "/v1/realtime?model=any", asio::use_awaitable);
        co_await client.socket.async_read(client.buffer, asio::use_awaitable);
        client.buffer.clear();
        asio::co_spawn(context, read(client), asio::detached);
    }

    asio::awaitable<void> read(Client& client)
    {
        for (;;)
        {
            co_await client.socket.async_read(client.buffer, asio::use_awaitable);
            const std::string_view event(static_cast<const char*>(client.buffer.data().data()), client.buffer.size());
            if (isOfType(event, "input_audio_buffer.speech_stopped"))
                client.stopped = Clock::now();
            else if (client.latencyMs < 0 && isOfType(event, "response.output_audio.delta"))
                client.latencyMs = std::chrono::duration<double, std::milli>(Clock::now() - client.stopped).count();
            else if (isOfType(event, "response.done"))
            {
                client.answers += 1;
                client.answered.cancel();
            }
            client.buffer.clear();
        }
    }

    asio::awaitable<void> speak(Client& client, bool isPaced)
    {
        auto due = Clock::now();
        asio::steady_timer timer(context);
        for (const auto& message : utterance)
        {
            co_await client.socket.async_write(asio::buffer(message), asio::use_awaitable);
            if (!isPaced)
                continue;
            due += messageDuration;
            timer.expires_at(due);
            co_await timer.async_wait(asio::use_awaitable);
        }
    }

    asio::awaitable<void> awaitAnswer(Client& client, std::size_t count)
    {
        client.answered.expires_after(10s);
        boost::system::error_code ended;
        if (client.answers < count)
            co_await client.answered.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    }

    asio::awaitable<void> takeTurns(Client& client, int turns, bool isPaced)
    {
        for (int turn = 0; turn < turns; ++turn)
        {
            const auto wanted = client.answers + 1;
            co_await speak(client, isPaced);
            co_await awaitAnswer(client, wanted);
        }
    }

    /// Runs one coroutine for each client until all have ended.
    template <typename Task>
    void runEach(Task task)
    {
        busy = all.size();
        for (auto& client : all)
            asio::co_spawn(context, task(*client),
                           [this](const std::exception_ptr& problem)
                           {
                               if (problem)
                                   giveUp();
                               if (--busy == 0)
                                   context.stop();
                           });
        context.restart();
        context.run();
    }

    [[noreturn]] static void giveUp()
    {
        std::fprintf(stderr, "A session of the bench was refused or lost.\n");
        std::exit(1);
    }
};

ServiceLoad::ServiceLoad(std::uint16_t port, std::size_t sessions)
    : clients(std::make_unique<Clients>())
{
    for (std::size_t i = 0; i < sessions; ++i)
        clients->all.push_back(std::make_unique<Clients::Client>(clients->context));
    // Not all at once: no listener takes a thousand in one moment.
    constexpr std::size_t atOnce = 20;
    std::vector<std::unique_ptr<Clients::Client>> opened;
    std::vector<std::unique_ptr<Clients::Client>> waiting;
    waiting.swap(clients->all);
    while (!waiting.empty())
    {
        for (std::size_t i = 0; i < atOnce && !waiting.empty(); ++i, waiting.pop_back())
            clients->all.push_back(std::move(waiting.back()));
        clients->runEach([&](Clients::Client& client) { return clients->open(client, port); });
        for (auto& client : clients->all)
            opened.push_back(std::move(client));
        clients->all.clear();
    }
    clients->all.swap(opened);
}

ServiceLoad::~ServiceLoad() = default;

std::vector<double> ServiceLoad::speakAtOnce()
{
    for (auto& client : clients->all)
        client->latencyMs = -1;
    clients->runEach([this](Clients::Client& client) { return clients->takeTurns(client, 1, true); });
    std::vector<double> latencies;
    for (const auto& client : clients->all)
        if (client->latencyMs >= 0)
            latencies.push_back(client->latencyMs);
    return latencies;
}

void ServiceLoad::speakFast(int turns)
{
    clients->runEach([this, turns](Clients::Client& client) { return clients->takeTurns(client, turns, false); });
}

} // namespace parley::bench
