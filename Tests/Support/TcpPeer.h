// SPDX-License-Identifier: Apache-2.0
// The other end of a TCP connection: a listener on 127.0.0.1 that runs a script, with blocking calls, per connection.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace parley::test
{

using TcpSocket = boost::asio::ip::tcp::socket;

/// Ends with its last script; connections still open then are shut down, so that no script hangs.
class TcpPeer
{
public:
    using Script = std::function<void(TcpSocket& socket)>;

    explicit TcpPeer(Script wanted);
    ~TcpPeer();
    TcpPeer(const TcpPeer&) = delete;
    TcpPeer& operator=(const TcpPeer&) = delete;

    [[nodiscard]] std::uint16_t port() const { return listeningPort; }

private:
    void acceptAll();

    Script script;
    boost::asio::io_context io;
    boost::asio::ip::tcp::acceptor acceptor;
    std::uint16_t listeningPort = 0;
    std::mutex mutex;
    bool isEnding = false;
    std::vector<int> duplicates; ///< Of the connections' descriptors: theirs may be closed and reused by now.
    std::vector<std::thread> scripts;
    std::thread accepting;
};

/// Reads and forgets until the other side ends the connection.
void drain(TcpSocket& socket);

/// Reads until `end` was read; returns all that came, or less when the connection ended.
std::string readUntil(TcpSocket& socket, const std::string& end);

/// Writes all of it; false when the other side is gone.
bool writeAll(TcpSocket& socket, const std::string& bytes);

/// A port on 127.0.0.1 where nobody listens.
std::uint16_t unusedPort();

} // namespace parley::test
