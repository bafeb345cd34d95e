// SPDX-License-Identifier: Apache-2.0
#include "Net/UdpSocket.h"

#include <catch2/catch.hpp>

#include <future>
#include <vector>

using namespace parley;
using namespace parley::net;
using namespace std::chrono_literals;

namespace
{

using Bytes = std::vector<std::byte>;

/// A socket that keeps the first datagram.
struct Inbox
{
    std::shared_ptr<std::promise<Bytes>> first = std::make_shared<std::promise<Bytes>>();
    std::future<Bytes> got = first->get_future();
    UdpSocket::Handler handler = [kept = first, isFirst = true](std::span<const std::byte> datagram) mutable
    {
        if (std::exchange(isFirst, false))
            kept->set_value(Bytes(datagram.begin(), datagram.end()));
    };
};

} // namespace

TEST_CASE("a datagram arrives at the port it was sent to")
{
    const auto executor = Executor::shared();
    Inbox inbox;
    auto receiver = UdpSocket::open(executor, {}, inbox.handler);
    REQUIRE(receiver);
    auto sender = UdpSocket::open(executor, {}, [](std::span<const std::byte>) {});
    REQUIRE(sender);
    const Bytes sent{std::byte{1}, std::byte{2}};
    REQUIRE(sender.value()->send("localhost", receiver.value()->port(), sent));
    REQUIRE(inbox.got.wait_for(10s) == std::future_status::ready);
    CHECK(inbox.got.get() == sent);
    CHECK(sender.value()->droppedDatagrams() == 0);
}

TEST_CASE("a port that is taken is an error that names it, and a name is no address")
{
    const auto executor = Executor::shared();
    auto first = UdpSocket::open(executor, {}, [](std::span<const std::byte>) {});
    REQUIRE(first);
    const auto port = first.value()->port();
    const auto second = UdpSocket::open(executor, {.port = port}, [](std::span<const std::byte>) {});
    REQUIRE_FALSE(second);
    CHECK(second.error().message.find(std::to_string(port)) != std::string::npos);
    CHECK_FALSE(first.value()->send("light.local", 9000, Bytes(4)));
}

TEST_CASE("what the system does not take is counted")
{
    auto socket = UdpSocket::open(Executor::shared(), {}, [](std::span<const std::byte>) {});
    REQUIRE(socket);
    CHECK(socket.value()->send("127.0.0.1", 9, Bytes(70000)));
    CHECK(socket.value()->droppedDatagrams() == 1);
}

TEST_CASE("a socket may go at any time, and its port is free again")
{
    const auto executor = Executor::shared();
    std::uint16_t port = 0;
    {
        auto socket = UdpSocket::open(executor, {}, [](std::span<const std::byte>) {});
        REQUIRE(socket);
        port = socket.value()->port();
    }
    std::promise<void> closed;
    executor->post([&] { closed.set_value(); });
    REQUIRE(closed.get_future().wait_for(10s) == std::future_status::ready);
    CHECK(UdpSocket::open(executor, {.port = port}, [](std::span<const std::byte>) {}));
}
