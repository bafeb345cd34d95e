// SPDX-License-Identifier: Apache-2.0
#include "Service/ServiceServer.h"

#include "Base/Log.h"
#include "Service/Detail/Connection.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http.hpp>

#include <atomic>
#include <list>

namespace parley::service
{
namespace
{

namespace http = beast::http;
using asio::ip::tcp;
using namespace std::chrono_literals;
using Request = http::request<http::string_body>;

constexpr auto requestDeadline = 10s;
constexpr auto shutdownDeadline = 1s;

/// Beast PINGs after half of it, so every 20 s, and drops a peer that is silent for all of it.
constexpr auto silenceDeadline = 40s;

/// As the live service writes its refusals, so that a client can show the sentence.
constexpr auto* sessionsInUse = R"({"error":{"type":"server_error","code":"sessions_in_use",)"
                                R"("message":"All sessions of this service are in use: end one and try again."}})";

UpgradeRequest describe(const Request& request)
{
    const auto header = [&](std::string_view name) -> std::optional<std::string>
    {
        const auto found = request.find(name);
        return found == request.end() ? std::nullopt : std::optional(std::string(found->value()));
    };
    UpgradeRequest described;
    described.method = std::string(request.method_string());
    described.target = std::string(request.target());
    described.body = request.body();
    described.isUpgrade = websocket::is_upgrade(request);
    described.authorization = header("Authorization");
    described.apiKey = header("api-key");
    described.hasBetaHeader = header("OpenAI-Beta").has_value();
    return described;
}

void logFailure(const std::exception_ptr& problem)
{
    try
    {
        if (problem)
            std::rethrow_exception(problem);
    }
    catch (const std::exception& exception)
    {
        log(LogLevel::error, std::string("A connection of the service failed: ") + exception.what());
    }
}

/// The caller awaits it, so that request and answer outlive it.
asio::awaitable<void> answerPlainly(beast::tcp_stream stream, const Request& request, const PlainAnswer& answer)
{
    http::response<http::string_body> response(static_cast<http::status>(answer.status), request.version());
    response.set(http::field::content_type, answer.contentType);
    if (answer.status == 426)
        response.set(http::field::upgrade, "websocket");
    else if (answer.status == 405)
        response.set(http::field::allow, "POST");
    response.keep_alive(false);
    response.body() = answer.body;
    response.prepare_payload();
    stream.expires_after(requestDeadline);
    co_await http::async_write(stream, response, awaitingTuple);
    beast::error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
}

} // namespace

struct Service::Server::Network
{
    Secret key;
    ClientSecrets secrets{makeSeed()};
    int maxSessions = 0;
    std::uint16_t port = 0;
    int openSockets = 0;
    int openSessions = 0;
    bool isEnding = false;
    std::list<std::weak_ptr<Connection>> connections;
    asio::io_context ioContext{1};
    tcp::acceptor acceptor{ioContext};
    asio::steady_timer lastMoment{ioContext};
    std::unique_ptr<EngineWorkers> workers;
    std::thread thread;

    [[nodiscard]] Result<void> open(std::uint16_t wanted)
    {
        const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), wanted);
        beast::error_code error;
        acceptor.open(endpoint.protocol(), error);
        if (!error)
            acceptor.set_option(asio::socket_base::reuse_address(true), error);
        if (!error)
            acceptor.bind(endpoint, error);
        if (!error)
            acceptor.listen(asio::socket_base::max_listen_connections, error);
        if (error)
            return Error{ErrorCode::connectFailed,
                         "Cannot listen on 127.0.0.1:" + std::to_string(wanted) +
                             ": end the program that uses this port, or choose another.",
                         "listen", "", error.message()};
        port = acceptor.local_endpoint().port();
        return {};
    }

    asio::awaitable<void> acceptConnections()
    {
        while (acceptor.is_open())
        {
            auto [error, socket] = co_await acceptor.async_accept(awaitingTuple);
            if (error == asio::error::operation_aborted)
                co_return;
            // Out of descriptors, or the peer has gone already: the next may fare better, but not in a busy loop.
            if (error)
            {
                log(LogLevel::warning, "The service could not accept a connection: " + error.message());
                asio::steady_timer pause(ioContext, 100ms);
                co_await pause.async_wait(awaitingTuple);
                continue;
            }
            if (openSockets >= maxSessions + pendingConnections)
                continue;
            asio::co_spawn(ioContext, serve(std::move(socket)), logFailure);
        }
    }

    /// Counts while it lives.
    struct Counted
    {
        explicit Counted(int& counter)
            : count(counter)
        {
            ++count;
        }
        ~Counted() { --count; }
        Counted(const Counted&) = delete;
        Counted& operator=(const Counted&) = delete;
        int& count;
    };

    asio::awaitable<void> serve(tcp::socket socket)
    {
        const Counted counted(openSockets);
        co_await answer(std::move(socket));
        if (isEnding && openSockets == 1)
            lastMoment.cancel();
    }

    asio::awaitable<void> answer(tcp::socket socket)
    {
        beast::error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        beast::tcp_stream stream(std::move(socket));
        stream.expires_after(requestDeadline);
        beast::flat_buffer buffer;
        Request request;
        const auto [error, size] = co_await http::async_read(stream, buffer, request, awaitingTuple);
        if (error)
            co_return;
        auto admission = admit(describe(request), key, secrets, secondsSinceEpoch());
        if (!std::holds_alternative<PlainAnswer>(admission) && openSessions >= maxSessions)
            admission = PlainAnswer{503, sessionsInUse, "application/json"};
        if (const auto* plain = std::get_if<PlainAnswer>(&admission))
            co_await answerPlainly(std::move(stream), request, *plain);
        else
            co_await runSession(std::move(stream), request, admission);
    }

    asio::awaitable<void> runSession(beast::tcp_stream stream, const Request& request, const Admission& admission)
    {
        const Counted counted(openSessions);
        stream.expires_never();
        WebSocket socket(std::move(stream));
        socket.set_option(websocket::stream_base::timeout{requestDeadline, silenceDeadline, true});
        socket.read_message_max(longestMessage);
        socket.auto_fragment(false);
        socket.text(true);
        const auto [error] = co_await socket.async_accept(request, awaitingTuple);
        if (error)
            co_return;
        const auto connection = std::make_shared<Connection>(std::move(socket), *workers);
        std::erase_if(connections, [](const auto& ended) { return ended.expired(); });
        connections.push_back(connection);
        connection->begin(admission);
        asio::co_spawn(ioContext, connection->writeFrames(), logFailure);
        asio::co_spawn(ioContext, connection->watchTime(), logFailure);
        co_await connection->readFrames();
    }

    /// On the network thread. The thread ends when all connections have, at the latest at the last moment.
    void end()
    {
        beast::error_code ignored;
        acceptor.close(ignored);
        isEnding = true;
        if (openSockets == 0)
            return;
        for (const auto& weak : connections)
            if (const auto connection = weak.lock())
                connection->end({1001, "the service ends"});
        lastMoment.expires_after(shutdownDeadline);
        lastMoment.async_wait(
            [this](beast::error_code error)
            {
                if (!error)
                    ioContext.stop();
            });
    }
};

Result<std::unique_ptr<Service::Server>> Service::Server::listen(ServiceOptions options,
                                                                 std::unique_ptr<EngineWorkers> workers)
{
    auto network = std::make_unique<Network>();
    network->key = std::move(options.key);
    network->maxSessions = options.maxSessions;
    if (const auto opened = network->open(options.port); !opened)
        return opened.error();
    network->workers = std::move(workers);
    asio::co_spawn(network->ioContext, network->acceptConnections(), logFailure);
    network->thread = std::thread([&context = network->ioContext] { context.run(); });
    return std::unique_ptr<Server>(new Server(std::move(network)));
}

Service::Server::Server(std::unique_ptr<Network> listening)
    : network(std::move(listening))
{
}

Service::Server::~Server()
{
    asio::post(network->ioContext, [this] { network->end(); });
    network->thread.join();
    network->workers.reset();
}

std::uint16_t Service::Server::port() const noexcept
{
    return network->port;
}

const Secret& Service::Server::key() const noexcept
{
    return network->key;
}

} // namespace parley::service
