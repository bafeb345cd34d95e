// SPDX-License-Identifier: Apache-2.0
#include "Service/ServiceServer.h"

#include "Base/Log.h"
#include "Service/Detail/Connection.h"
#include "Service/Detail/HttpConversation.h"
#include "Service/Detail/ServerContext.h"
#include "Service/FaultControl.h"
#include "Service/OriginRules.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <list>
#include <optional>
#include <set>

namespace parley::service
{
namespace
{

using asio::ip::tcp;
using namespace std::chrono_literals;

/// Of the TLS and the WebSocket handshake.
constexpr auto handshakeDeadline = 10s;
constexpr auto shutdownDeadline = 1s;

/// For clients that offer it, as the live service does (docs/protocol.md, Connecting). Small windows: 20 KB a session
/// in place of 300 KB, and events hardly look further back.
websocket::permessage_deflate compression()
{
    websocket::permessage_deflate deflate;
    deflate.server_enable = true;
    deflate.server_max_window_bits = 11;
    deflate.client_max_window_bits = 12;
    deflate.compLevel = 3;
    deflate.memLevel = 4;
    deflate.msg_size_threshold = 512;
    return deflate;
}

PlainAnswer sessionsInUse()
{
    auto refused =
        refusePlainly(503, {"sessions_in_use", "All sessions of this service are in use: end one and try again.", "",
                            "server_error"});
    refused.headers.emplace_back("Retry-After", "1");
    return refused;
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

} // namespace

struct Service::Server::Network
{
    explicit Network(ServiceOptions wanted)
        : options(std::move(wanted))
    {
    }

    ServiceOptions options;
    FaultControl faults{options.faults, options.hasFaultControl};
    ClientSecrets secrets{makeSeed(), options.key};
    Identifiers ids{makeSeed()};
    ServiceFigures figures;
    std::shared_ptr<asio::ssl::context> tls; ///< Null: plain TCP.
    std::uint16_t port = 0;
    int openSockets = 0;
    bool isEnding = false;
    std::list<std::weak_ptr<Connection>> connections;
    std::set<HttpConversation*> conversations; ///< Those that are no sessions yet.
    asio::io_context ioContext{1};
    tcp::acceptor acceptor{ioContext};
    asio::steady_timer lastMoment{ioContext};
    std::unique_ptr<EngineRunner> engines;
    std::thread thread;

    [[nodiscard]] Result<void> open()
    {
        beast::error_code error;
        const auto address = asio::ip::make_address(options.address, error);
        if (error)
            return Error{ErrorCode::invalidArgument,
                         "'" + options.address + "' is no IP address to listen on: 127.0.0.1 is this machine alone.",
                         "address"};
        const tcp::endpoint endpoint(address, options.port);
        acceptor.open(endpoint.protocol(), error);
        if (!error)
            acceptor.set_option(asio::socket_base::reuse_address(true), error);
        if (!error)
            acceptor.bind(endpoint, error);
        if (!error)
            acceptor.listen(asio::socket_base::max_listen_connections, error);
        if (error)
            return Error{ErrorCode::connectFailed,
                         "Cannot listen on " + options.address + ":" + std::to_string(options.port) +
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
            if (openSockets >= options.maxSessions + pendingConnections)
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

    /// Stands in the list while it lives.
    struct Listed
    {
        Listed(std::set<HttpConversation*>& all, HttpConversation* one)
            : list(all)
            , listed(one)
        {
            list.insert(listed);
        }
        ~Listed() { list.erase(listed); }
        Listed(const Listed&) = delete;
        Listed& operator=(const Listed&) = delete;
        std::set<HttpConversation*>& list;
        HttpConversation* listed;
    };

    asio::awaitable<void> serve(tcp::socket socket)
    {
        const Counted counted(openSockets);
        co_await answer(std::move(socket));
        if (isEnding && openSockets == 1)
            lastMoment.cancel();
    }

    asio::awaitable<void> answer(tcp::socket accepted)
    {
        beast::error_code ignored;
        accepted.set_option(tcp::no_delay(true), ignored);
        auto socket = std::make_unique<WebSocket>(std::move(accepted));
        auto& stream = socket->next_layer();
        stream.closeAfter(handshakeDeadline);
        if (tls != nullptr && !co_await stream.secureWith(*tls))
            co_return;
        auto wanted = co_await converse(stream);
        if (wanted.has_value())
            co_await runSession(std::move(socket), *wanted);
    }

    /// Answers plain requests, until one wants to become a session that may.
    asio::awaitable<std::optional<SessionRequest>> converse(ServerStream& stream)
    {
        HttpConversation conversation(
            stream, {options.key, secrets, *engines, figures, ids, faults, isLoopbackName(options.address)});
        const Listed listed(conversations, &conversation);
        auto wanted = co_await conversation.run();
        if (!wanted.has_value())
            co_return std::nullopt;
        if (auto refusal = refuse(wanted->admission))
        {
            figures.refusedSessions += 1;
            co_await conversation.refuseSession(std::move(*refusal));
            co_return std::nullopt;
        }
        co_return wanted;
    }

    /// Nothing for a session that may begin, or that is refused after its upgrade.
    [[nodiscard]] std::optional<PlainAnswer> refuse(const Admission& admission) const
    {
        if (auto refusal = faults.refuseOverQuota())
            return refusal;
        if (faults.plan().has_value() && faults.plan()->rejectStatus.has_value())
            return refusePlainly(*faults.plan()->rejectStatus,
                                 {"fault", "This service was told to refuse its sessions.", "", "server_error"});
        if (std::holds_alternative<Admitted>(admission) && figures.openSessions >= options.maxSessions)
            return sessionsInUse();
        return std::nullopt;
    }

    asio::awaitable<void> runSession(std::unique_ptr<WebSocket> own, SessionRequest& wanted)
    {
        // Who is refused takes no place from others until the goodbye is over.
        std::optional<Counted> counted;
        if (std::holds_alternative<Admitted>(wanted.admission))
            counted.emplace(figures.openSessions);
        auto& socket = *own;
        socket.next_layer().stayOpen();
        socket.set_option(websocket::stream_base::timeout{handshakeDeadline, websocket::stream_base::none(), false});
        socket.set_option(compression());
        socket.read_message_max(options.longestMessage);
        socket.auto_fragment(false);
        socket.text(true);
        if (offersRealtime(wanted.request[http::field::sec_websocket_protocol]))
            socket.set_option(
                websocket::stream_base::decorator([](websocket::response_type& response)
                                                  { response.set(http::field::sec_websocket_protocol, "realtime"); }));
        const auto [error] = co_await socket.async_accept(wanted.request, awaitingTuple);
        if (error)
            co_return;
        (counted.has_value() ? figures.sessions : figures.refusedSessions) += 1;
        const auto connection = std::make_shared<Connection>(std::move(own), *engines, figures, rulesOfSession());
        std::erase_if(connections, [](const auto& ended) { return ended.expired(); });
        connections.push_back(connection);
        connection->begin(wanted.admission);
        asio::co_spawn(ioContext, connection->writeFrames(), logFailure);
        asio::co_spawn(ioContext, connection->watchTime(), logFailure);
        asio::co_spawn(ioContext, connection->sendPings(), logFailure);
        co_await connection->readFrames();
    }

    [[nodiscard]] ConnectionRules rulesOfSession()
    {
        ConnectionRules rules{options.sessionLimit, options.unsentBytes, options.idleLimit, faults.nextSession()};
        if (rules.faults.has_value())
            rules.sessionLimit = std::min(rules.sessionLimit, faults.plan()->expiry.value_or(rules.sessionLimit));
        return rules;
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
        for (auto* conversation : conversations)
            conversation->end();
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
                                                                 std::unique_ptr<EngineRunner> engines)
{
    auto network = std::make_unique<Network>(std::move(options));
    if (const auto& certificate = network->options.certificate)
    {
        auto context = makeServerContext(*certificate);
        if (!context)
            return context.error();
        network->tls = std::move(context).value();
    }
    if (const auto opened = network->open(); !opened)
        return opened.error();
    network->engines = std::move(engines);
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
    network->engines.reset();
}

std::uint16_t Service::Server::port() const noexcept
{
    return network->port;
}

const Secret& Service::Server::key() const noexcept
{
    return network->options.key;
}

const std::string& Service::Server::address() const noexcept
{
    return network->options.address;
}

bool Service::Server::isSecure() const noexcept
{
    return network->tls != nullptr;
}

} // namespace parley::service
