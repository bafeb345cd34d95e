// SPDX-License-Identifier: Apache-2.0
// An HTTP proxy on 127.0.0.1 that notes what it is asked, and leads every CONNECT to a port of this machine.
#pragma once

#include "Support/TcpPeer.h"

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace parley::test
{

class ConnectProxy
{
public:
    /// Whatever host is asked for, the tunnel goes to 127.0.0.1:`leadsTo`.
    explicit ConnectProxy(std::uint16_t leadsTo);
    /// Answers every request with these bytes, and opens no tunnel.
    explicit ConnectProxy(std::string refusal);

    [[nodiscard]] std::uint16_t port() const { return peer.port(); }
    /// "127.0.0.1:port".
    [[nodiscard]] std::string address() const;
    /// The heads of the requests so far.
    [[nodiscard]] std::vector<std::string> requests();

private:
    void serve(TcpSocket& socket);
    void tunnel(TcpSocket& socket) const;

    std::uint16_t destination = 0;
    std::string answer;
    std::mutex mutex;
    std::vector<std::string> heads;
    TcpPeer peer;
};

} // namespace parley::test
