// SPDX-License-Identifier: Apache-2.0
// Where a connection goes, by which way, and how long each stage of making it may take.
#pragma once

#include "Net/HttpClient.h"
#include "Net/WebSocketClient.h"

#include <algorithm>

namespace parley::net
{

struct DialOptions
{
    explicit DialOptions(const WebSocketOptions& options)
        : url(options.url)
        , trust(options.trust)
        , proxy(options.proxy)
        , nameServers(options.nameServers)
        , resolve(options.deadlines.resolve)
        , connect(options.deadlines.connect)
        , throughProxy(options.deadlines.proxy)
        , tls(options.deadlines.tls)
    {
    }

    /// A stage gets the limit it has for a WebSocket, and no more than the whole request.
    DialOptions(const Url& address, const HttpOptions& options)
        : url(address)
        , trust(options.trust)
        , proxy(options.proxy)
        , nameServers(options.nameServers)
        , refusesPrivateAddresses(options.refusesPrivateAddresses)
    {
        const WebSocketDeadlines usual;
        resolve = std::min(usual.resolve, options.deadline);
        connect = std::min(usual.connect, options.deadline);
        throughProxy = std::min(usual.proxy, options.deadline);
        tls = std::min(usual.tls, options.deadline);
    }

    Url url;
    TrustRoots trust;
    ProxySettings proxy;
    std::string nameServers;
    bool refusesPrivateAddresses = false;
    std::chrono::milliseconds resolve{};
    std::chrono::milliseconds connect{};
    std::chrono::milliseconds throughProxy{};
    std::chrono::milliseconds tls{};
};

} // namespace parley::net
