// SPDX-License-Identifier: Apache-2.0
// The transport of real sessions: one WebSocket connection.
#pragma once

#include "Net/WebSocketClient.h"
#include "Realtime/Transport.h"

#include <memory>

namespace parley::realtime
{

class WebSocketTransport final : public Transport
{
public:
    /// The executor must outlive the transport.
    WebSocketTransport(Executor& usedExecutor, net::WebSocketOptions socketOptions);

    /// Connections that are all made alike. The executor must outlive the factory.
    [[nodiscard]] static TransportFactory factory(Executor& usedExecutor, net::WebSocketOptions socketOptions);

    void open(Handlers handlers) override;
    [[nodiscard]] bool send(std::string text) override;
    void close() override;

private:
    Executor& executor;
    net::WebSocketOptions options;
    std::unique_ptr<net::WebSocketClient> client;
};

} // namespace parley::realtime
