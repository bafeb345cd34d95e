// SPDX-License-Identifier: Apache-2.0
#include "Support/ConnectProxy.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <thread>

namespace parley::test
{
namespace
{

namespace asio = boost::asio;

/// Until one side ends; then the other is ended, too.
void pump(TcpSocket& from, TcpSocket& to)
{
    std::array<char, 65536> bytes{};
    boost::system::error_code problem;
    while (!problem)
    {
        const auto count = from.read_some(asio::buffer(bytes), problem);
        if (!problem)
            asio::write(to, asio::buffer(bytes, count), problem);
    }
    boost::system::error_code ignored;
    to.shutdown(TcpSocket::shutdown_both, ignored);
    from.shutdown(TcpSocket::shutdown_both, ignored);
}

} // namespace

ConnectProxy::ConnectProxy(std::uint16_t leadsTo)
    : destination(leadsTo)
    , peer([this](TcpSocket& socket) { serve(socket); })
{
}

ConnectProxy::ConnectProxy(std::string refusal)
    : answer(std::move(refusal))
    , peer([this](TcpSocket& socket) { serve(socket); })
{
}

std::string ConnectProxy::address() const
{
    return "127.0.0.1:" + std::to_string(port());
}

std::vector<std::string> ConnectProxy::requests()
{
    const std::scoped_lock lock(mutex);
    return heads;
}

void ConnectProxy::serve(TcpSocket& socket)
{
    {
        auto head = readUntil(socket, "\r\n\r\n");
        const std::scoped_lock lock(mutex);
        heads.push_back(std::move(head));
    }
    if (destination != 0)
    {
        tunnel(socket);
        return;
    }
    writeAll(socket, answer);
    drain(socket);
}

void ConnectProxy::tunnel(TcpSocket& socket) const
{
    asio::io_context io;
    TcpSocket onward(io);
    onward.connect({asio::ip::address_v4::loopback(), destination});
    writeAll(socket, "HTTP/1.1 200 Connection established\r\nProxy-Agent: test\r\n\r\n");
    std::thread back([&] { pump(onward, socket); });
    pump(socket, onward);
    back.join();
}

} // namespace parley::test
