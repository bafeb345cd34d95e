// SPDX-License-Identifier: Apache-2.0
#include "BareClients.h"

#include "Statistics.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace parley::bench
{
namespace
{

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

[[noreturn]] void giveUp(const char* what)
{
    std::fprintf(stderr, "A bare client of the stub failed: %s.\n", what);
    std::exit(1);
}

/// "ws://127.0.0.1:PORT/..."
in_port_t portOf(const std::string& url)
{
    return htons(static_cast<in_port_t>(std::atoi(url.c_str() + url.rfind(':') + 1)));
}

int connected(const std::string& url)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = portOf(url);
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        giveUp("it cannot connect");
    const int wanted = 1;
    ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &wanted, sizeof wanted);
    const auto request = "GET " + url.substr(url.find('/', 5 + 2)) +
                         " HTTP/1.1\r\nHost: stub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                         "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    std::array<char, 4096> answer{};
    if (::send(made, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()) ||
        ::recv(made, answer.data(), answer.size() - 1, 0) <= 0 || std::strstr(answer.data(), " 101 ") == nullptr)
        giveUp("it is not let in");
    return made;
}

} // namespace

BareClients::BareClients(const StubService& stub, std::size_t count)
    : poll(::epoll_create1(EPOLL_CLOEXEC))
{
    for (std::size_t i = 0; i < count; ++i)
    {
        sockets.push_back(connected(stub.url(role::speak, i)));
        epoll_event wanted{};
        wanted.events = EPOLLIN | EPOLLET;
        wanted.data.fd = sockets.back();
        if (::epoll_ctl(poll, EPOLL_CTL_ADD, sockets.back(), &wanted) != 0)
            giveUp("it cannot wait");
    }
}

BareClients::~BareClients()
{
    for (const auto socket : sockets)
        ::close(socket);
    ::close(poll);
}

void BareClients::sendAll(std::size_t messageBytes) const
{
    // The stub does not look into what it gets: a frame of that length is enough.
    static const std::array<char, 8192> message{};
    for (const auto socket : sockets)
        if (::send(socket, message.data(), std::min(messageBytes, message.size()), MSG_NOSIGNAL | MSG_DONTWAIT) <= 0)
            giveUp("the stub does not take what it sends");
}

void BareClients::receiveUntil(Clock::time_point due) const
{
    static std::array<char, std::size_t{64} * 1024> taken;
    std::array<epoll_event, 128> ready{};
    for (auto now = Clock::now(); now < due; now = Clock::now())
    {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - now);
        const int count =
            ::epoll_wait(poll, ready.data(), static_cast<int>(ready.size()), static_cast<int>(left.count()));
        for (int i = 0; i < count; ++i)
            while (::recv(ready[static_cast<std::size_t>(i)].data.fd, taken.data(), taken.size(), MSG_DONTWAIT) > 0)
                continue;
    }
}

double BareClients::cpuSecondsOfMinute(std::size_t messageBytes, std::chrono::seconds duration)
{
    auto due = Clock::now();
    const auto sendAndReceive = [&](std::chrono::seconds time)
    {
        for (const auto end = due + time; due < end;)
        {
            sendAll(messageBytes);
            receiveUntil(due += 20ms);
        }
    };
    sendAndReceive(1s);
    const auto before = threadMicroseconds();
    sendAndReceive(duration);
    const auto used = (threadMicroseconds() - before) / 1e6;
    return used / static_cast<double>(duration.count()) / static_cast<double>(sockets.size()) * 60;
}

} // namespace parley::bench
