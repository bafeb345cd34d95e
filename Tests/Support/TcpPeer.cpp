// SPDX-License-Identifier: Apache-2.0
#include "Support/TcpPeer.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <sys/socket.h>
#include <unistd.h>

namespace parley::test
{
namespace
{

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;

const Tcp::endpoint anyPort(asio::ip::address_v4::loopback(), 0);

} // namespace

TcpPeer::TcpPeer(Script wanted)
    : script(std::move(wanted))
    , acceptor(io, anyPort)
    , listeningPort(acceptor.local_endpoint().port())
    , accepting([this] { acceptAll(); })
{
}

TcpPeer::~TcpPeer()
{
    {
        const std::scoped_lock lock(mutex);
        isEnding = true;
        for (const int duplicate : duplicates)
            ::shutdown(duplicate, SHUT_RDWR);
    }
    ::shutdown(acceptor.native_handle(), SHUT_RDWR);
    accepting.join();
    for (auto& running : scripts)
        running.join();
    for (const int duplicate : duplicates)
        ::close(duplicate);
}

void TcpPeer::acceptAll()
{
    for (;;)
    {
        boost::system::error_code problem;
        auto socket = std::make_shared<TcpSocket>(io);
        acceptor.accept(*socket, problem);
        const std::scoped_lock lock(mutex);
        if (problem || isEnding)
            return;
        duplicates.push_back(::dup(socket->native_handle()));
        scripts.emplace_back(
            [this, socket]
            {
                // A script whose other side went away throws; that is how most of them end.
                try
                {
                    script(*socket);
                }
                catch (const boost::system::system_error&)
                {
                }
                // The duplicate would keep the connection open.
                boost::system::error_code ignored;
                socket->shutdown(TcpSocket::shutdown_both, ignored);
            });
    }
}

void drain(TcpSocket& socket)
{
    std::array<char, 65536> bytes{};
    boost::system::error_code problem;
    while (!problem)
        socket.read_some(asio::buffer(bytes), problem);
}

std::string readUntil(TcpSocket& socket, const std::string& end)
{
    std::string bytes;
    boost::system::error_code problem;
    asio::read_until(socket, asio::dynamic_buffer(bytes), end, problem);
    return bytes;
}

bool writeAll(TcpSocket& socket, const std::string& bytes)
{
    boost::system::error_code problem;
    asio::write(socket, asio::buffer(bytes), problem);
    return !problem;
}

std::uint16_t unusedPort()
{
    asio::io_context io;
    return Tcp::acceptor(io, anyPort).local_endpoint().port();
}

} // namespace parley::test
