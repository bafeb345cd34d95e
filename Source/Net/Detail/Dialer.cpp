// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/Dialer.h"

#include "Base/Detail/ExecutorDetail.h"
#include "Net/Detail/AddressRules.h"
#include "Net/Detail/ConnectionErrors.h"
#include "Net/Detail/ProxyTunnel.h"
#include "Net/Detail/TlsContext.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace parley::net
{
namespace
{

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr auto asTuple = asio::as_tuple(asio::use_awaitable);

} // namespace

/// A TLS context in the making on the pool.
struct Dialer::TlsLoading
{
    explicit TlsLoading(asio::io_context& runsOn)
        : done(runsOn, asio::steady_timer::time_point::max())
    {
    }

    asio::steady_timer done; ///< Never expires; cancelled when the outcome stands.
    std::optional<Result<TlsContext>> outcome;
};

Dialer::Dialer(Executor& runsOn, DialOptions wanted, Transport& dialled)
    : executor(runsOn)
    , io(runsOn.detail().ioContext)
    , options(std::move(wanted))
    , peer(options.url)
    , target(hostAndPort(options.url))
    , transport(dialled)
    , resolver(io.get_executor(), options.nameServers)
    , stage(io.get_executor(), peer, [this](Error late) { giveUp(std::move(late)); })
{
}

asio::awaitable<Dialer::Outcome> Dialer::dial(ConnectTimings& timings)
{
    if (failure)
        co_return failure;
    auto problem = chooseProxy();
    if (!problem && proxy && options.refusesPrivateAddresses)
        problem = co_await checkTarget();
    if (!problem)
        problem = co_await connect(timings);
    if (!problem && tunnels())
    {
        problem = co_await passProxy();
        timings.proxy = stage.elapsed();
    }
    if (!problem && options.url.isSecure())
    {
        problem = co_await secure();
        timings.tls = stage.elapsed();
    }
    stage.stop();
    co_return problem;
}

void Dialer::cancel()
{
    giveUp(closedByUs());
}

void Dialer::giveUp(Error why)
{
    if (!failure)
        failure = std::move(why);
    stage.stop();
    resolver.cancel();
    if (tlsLoading != nullptr)
        tlsLoading->done.cancel();
    transport.close();
}

Dialer::Outcome Dialer::chooseProxy()
{
    auto chosen = options.proxy.proxyFor(options.url);
    if (!chosen)
        return chosen.error();
    proxy = std::move(chosen).value();
    if (proxy)
        peer = proxy->url;
    return std::nullopt;
}

/// A proxy passes plain http on itself; everything else goes through it unseen. With checked addresses that too, so
/// that the proxy gets the address and does not look the name up again.
bool Dialer::tunnels() const
{
    return proxy && (options.url.scheme != "http" || options.refusesPrivateAddresses);
}

const Proxy* Dialer::forwardingProxy() const
{
    return proxy && !tunnels() ? &*proxy : nullptr;
}

asio::awaitable<Dialer::Outcome> Dialer::checkTarget()
{
    stage.begin("resolve", options.resolve);
    const auto addresses = co_await resolver.resolve(options.url.host);
    if (failure)
        co_return failure;
    if (!addresses)
        co_return addresses.error();
    for (const auto& address : addresses.value())
        if (!isPublicAddress(address))
            co_return privateAddress(options.url.host, address.to_string());
    auto checked = options.url;
    checked.host = addresses.value().front().to_string();
    target = hostAndPort(checked);
    co_return std::nullopt;
}

asio::awaitable<Dialer::Outcome> Dialer::connect(ConnectTimings& timings)
{
    stage.begin("resolve", options.resolve);
    const auto addresses = co_await resolver.resolve(peer.host);
    if (failure)
        co_return failure;
    if (!addresses && proxy)
        co_return proxyUnreachable(*proxy, addresses.error());
    if (!addresses)
        co_return addresses.error();
    if (!proxy && options.refusesPrivateAddresses)
        for (const auto& address : addresses.value())
            if (!isPublicAddress(address))
                co_return privateAddress(options.url.host, address.to_string());
    timings.resolve = stage.elapsed();

    stage.begin("connect", options.connect);
    auto problem = co_await tryInTurn(addresses.value());
    timings.connect = stage.elapsed();
    if (problem && proxy && !failure)
        co_return proxyUnreachable(*proxy, *problem);
    co_return problem;
}

asio::awaitable<Dialer::Outcome> Dialer::passProxy()
{
    stage.begin("proxy", options.throughProxy);
    auto problem = co_await openTunnel(transport.socket(), *proxy, target);
    if (failure)
        co_return failure;
    if (!problem)
        peer = options.url;
    co_return problem;
}

/// Each address gets an equal share of what is left, so that one that swallows packets leaves time for the next.
asio::awaitable<Dialer::Outcome> Dialer::tryInTurn(const Addresses& addresses)
{
    const auto end = Clock::now() + options.connect;
    Outcome problem;
    for (std::size_t i = 0; i < addresses.size(); ++i)
    {
        bool isOutOfTime = false;
        Deadline share(io.get_executor(),
                       [&]
                       {
                           isOutOfTime = true;
                           transport.close();
                       });
        if (i + 1 < addresses.size())
            share.start((end - Clock::now()) / (addresses.size() - i));
        const asio::ip::tcp::endpoint endpoint(addresses[i], peer.port);
        const auto [failed] = co_await transport.socket().async_connect(endpoint, asTuple);
        if (failure)
            co_return failure;
        if (!failed && !isOutOfTime)
        {
            error_code ignored;
            transport.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
            co_return std::nullopt;
        }
        transport.close();
        if (isOutOfTime)
            problem = timedOut("connect", options.connect, peer);
        else if (!problem || failed == asio::error::connection_refused)
            problem =
                failed == asio::error::connection_refused ? nothingAnswers(peer) : unreachable(peer, failed.message());
    }
    co_return problem;
}

asio::awaitable<Dialer::Outcome> Dialer::secure()
{
    stage.begin("tls", options.tls);
    const auto context = co_await loadTlsContext();
    if (failure)
        co_return failure;
    if (!context)
        co_return context.error();
    transport.secureWith(context.value());
    auto& tls = *transport.tls();
    if (!expectHost(tls.native_handle(), options.url.host))
        co_return hostNotFound(options.url.host);
    const auto [failed] = co_await tls.async_handshake(asio::ssl::stream_base::client, asTuple);
    if (failure)
        co_return failure;
    if (failed)
        co_return handshakeError(tls.native_handle(), options.url, failed);
    co_return std::nullopt;
}

/// On the pool, because certificates are files.
asio::awaitable<Result<Dialer::TlsContext>> Dialer::loadTlsContext()
{
    const auto loading = std::make_shared<TlsLoading>(io);
    tlsLoading = loading;
    const bool isAccepted = executor.postToPool(
        [loading, roots = options.trust, &network = io]() mutable
        {
            asio::post(network,
                       [loading, made = makeClientContext(roots)]() mutable
                       {
                           loading->outcome = std::move(made);
                           loading->done.cancel();
                       });
        });
    if (!isAccepted)
        co_return Error{ErrorCode::queueFull,
                        "Too much work waits in this process to open a connection: try again in a moment.", "tls"};
    co_await loading->done.async_wait(asTuple);
    if (!loading->outcome)
        co_return closedByUs();
    co_return *loading->outcome;
}

} // namespace parley::net
