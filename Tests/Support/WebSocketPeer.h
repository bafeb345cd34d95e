// SPDX-License-Identifier: Apache-2.0
// The service's side of one WebSocket, with blocking calls, for the scripts of a TcpPeer.
#pragma once

#include "Support/TcpPeer.h"
#include "Support/TestCertificates.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace parley::test
{

/// A call whose other side is gone throws boost::system::system_error, which ends the script.
class WebSocketPeer
{
public:
    /// Takes the socket over, does the TLS handshake when there is a certificate, and accepts the upgrade.
    explicit WebSocketPeer(TcpSocket& socket, const std::optional<IssuedCertificate>& certificate = {});
    ~WebSocketPeer();
    WebSocketPeer(const WebSocketPeer&) = delete;
    WebSocketPeer& operator=(const WebSocketPeer&) = delete;

    [[nodiscard]] std::string target() const;
    /// The value of a header of the upgrade request, or nothing.
    [[nodiscard]] std::optional<std::string> header(const std::string& name) const;

    void write(const std::string& text);
    void writeFragments(const std::vector<std::string>& parts);
    std::string read();
    /// Reads until the other side ends the connection; the close code it sent, or 0.
    std::uint16_t readToEnd();
    void close(std::uint16_t code, const std::string& reason);
    void ping(const std::string& payload);

    /// Called, inside a read, with how many PINGs came so far.
    void whenPinged(std::function<void(std::size_t count)> called);

    /// What the other side sent in PING and PONG, as "ping:payload" and "pong:payload".
    [[nodiscard]] std::vector<std::string> controlFrames() const;

    /// The name the client asked for in the TLS handshake.
    [[nodiscard]] std::string serverName() const;

private:
    class Stream;
    template <typename Socket>
    class StreamOver;
    std::unique_ptr<Stream> stream;
};

/// The Sec-WebSocket-Accept value for an upgrade request.
std::string acceptFor(const std::string& request);

} // namespace parley::test
