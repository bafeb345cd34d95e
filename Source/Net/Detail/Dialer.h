// SPDX-License-Identifier: Apache-2.0
// Makes a Transport ready to talk: finds the addresses of the host or of its proxy, connects to one of them, goes
// through the proxy, and puts TLS over it.
#pragma once

#include "Net/Detail/DialOptions.h"
#include "Net/Detail/NameResolver.h"
#include "Net/Detail/Stage.h"
#include "Net/Detail/Transport.h"

#include <memory>
#include <optional>

namespace parley::net
{

/// @thread network
class Dialer
{
public:
    using Outcome = std::optional<Error>; ///< Empty: it went well.

    /// Executor and transport outlive the dialer.
    Dialer(Executor& executor, DialOptions options, Transport& transport);

    Dialer(const Dialer&) = delete;
    Dialer& operator=(const Dialer&) = delete;

    /// Each stage has its deadline; `timings` gets how long each took.
    [[nodiscard]] boost::asio::awaitable<Outcome> dial(ConnectTimings& timings);

    /// Ends `dial` with a `cancelled` error, now or when it is called.
    void cancel();

    /// The proxy that requests have to be written for, as `dial` chose it; null for a direct or tunnelled connection.
    [[nodiscard]] const Proxy* forwardingProxy() const;

private:
    using TlsContext = std::shared_ptr<boost::asio::ssl::context>;
    struct TlsLoading;

    void giveUp(Error why);
    [[nodiscard]] Outcome chooseProxy();
    [[nodiscard]] bool tunnels() const;
    [[nodiscard]] boost::asio::awaitable<Outcome> checkTarget();
    [[nodiscard]] boost::asio::awaitable<Outcome> connect(ConnectTimings& timings);
    [[nodiscard]] boost::asio::awaitable<Outcome> passProxy();
    [[nodiscard]] boost::asio::awaitable<Outcome> tryInTurn(const Addresses& addresses);
    [[nodiscard]] boost::asio::awaitable<Outcome> secure();
    [[nodiscard]] boost::asio::awaitable<Result<TlsContext>> loadTlsContext();

    Executor& executor;
    boost::asio::io_context& io;
    const DialOptions options;
    std::optional<Proxy> proxy;
    Url peer;           ///< Whom the stage under way has to do with: the proxy, or the service.
    std::string target; ///< host:port as the proxy is told it.
    Transport& transport;
    NameResolver resolver;
    std::shared_ptr<TlsLoading> tlsLoading;
    Stage stage;
    Outcome failure; ///< Why it was given up; outranks what the operation under way then says.
};

} // namespace parley::net
