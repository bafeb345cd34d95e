// SPDX-License-Identifier: Apache-2.0
#include "Realtime/WebSocketTransport.h"

#include <utility>

namespace parley::realtime
{

WebSocketTransport::WebSocketTransport(Executor& usedExecutor, net::WebSocketOptions socketOptions)
    : executor(usedExecutor)
    , options(std::move(socketOptions))
{
}

TransportFactory WebSocketTransport::factory(Executor& usedExecutor, net::WebSocketOptions socketOptions)
{
    return [executor = &usedExecutor, options = std::move(socketOptions)](const TransportReady& ready)
    { ready(std::unique_ptr<Transport>(std::make_unique<WebSocketTransport>(*executor, options))); };
}

void WebSocketTransport::open(Handlers handlers)
{
    client = std::make_unique<net::WebSocketClient>(
        executor, options,
        net::WebSocketHandlers{
            [onOpen = std::move(handlers.onOpen)](const net::ConnectTimings&) { onOpen(); }, std::move(handlers.onText),
            [onClosed = std::move(handlers.onClosed)](const net::CloseInfo& info) { onClosed(info.error); }});
    client->open();
}

bool WebSocketTransport::send(std::string text)
{
    return client != nullptr && client->send(std::move(text));
}

void WebSocketTransport::close()
{
    if (client != nullptr)
        client->close();
}

} // namespace parley::realtime
