// SPDX-License-Identifier: Apache-2.0
#include "Net/UdpSocket.h"

#include "Base/Detail/ExecutorDetail.h"
#include "Base/Log.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/udp.hpp>

#include <array>
#include <atomic>
#include <mutex>
#include <utility>

namespace parley::net
{
namespace
{

using boost::asio::ip::udp;
using boost::system::error_code;

/// What UDP over IPv4 can carry.
constexpr std::size_t largestDatagram = 65507;

} // namespace

struct UdpSocket::State : std::enable_shared_from_this<State>
{
    State(boost::asio::io_context& context, Handler called)
        : receiver(context)
        , sender(context)
        , handler(std::move(called))
    {
    }

    error_code bind(const UdpOptions& options)
    {
        const auto address =
            options.isOpenToNetwork ? boost::asio::ip::address_v4::any() : boost::asio::ip::address_v4::loopback();
        error_code problem;
        receiver.open(udp::v4(), problem);
        if (!problem)
            receiver.bind({address, options.port}, problem);
        if (!problem)
            port = receiver.local_endpoint(problem).port();
        if (!problem)
            sender.open(udp::v4(), problem);
        if (!problem)
            sender.non_blocking(true, problem);
        return problem;
    }

    void receive()
    {
        receiver.async_receive(boost::asio::buffer(datagram),
                               [self = shared_from_this()](const error_code& problem, std::size_t size)
                               {
                                   if (self->take(problem, size))
                                       self->receive();
                               });
    }

    bool take(const error_code& problem, std::size_t size)
    {
        const std::scoped_lock lock(mutex);
        if (handler == nullptr)
            return false;
        if (problem)
            log(LogLevel::error, "UDP port " + std::to_string(port) + " ended: " + problem.message());
        else
            handler(std::span(datagram).first(size));
        return !problem;
    }

    udp::socket receiver; ///< @thread network, once it is bound.
    std::array<std::byte, largestDatagram> datagram{};
    std::mutex sending;
    udp::socket sender; ///< Of its own: what is bound to this machine's inside cannot send to the outside.
    std::mutex mutex;
    Handler handler;
    std::uint16_t port = 0;
    std::atomic<std::uint64_t> dropped{0};
};

UdpSocket::UdpSocket(std::shared_ptr<Executor> usedExecutor, std::shared_ptr<State> made)
    : executor(std::move(usedExecutor))
    , state(std::move(made))
{
    executor->post([started = state] { started->receive(); });
}

UdpSocket::~UdpSocket()
{
    {
        const std::scoped_lock lock(state->mutex);
        state->handler = nullptr;
    }
    executor->post(
        [ended = std::move(state)]
        {
            error_code ignored;
            ended->receiver.close(ignored);
        });
}

Result<std::unique_ptr<UdpSocket>> UdpSocket::open(std::shared_ptr<Executor> usedExecutor, const UdpOptions& options,
                                                   Handler handler)
{
    auto made = std::make_shared<State>(usedExecutor->detail().ioContext, std::move(handler));
    if (const auto problem = made->bind(options))
        return Error{ErrorCode::connectFailed,
                     "UDP port " + std::to_string(options.port) + " cannot be used (" + problem.message() +
                         "): choose another one, or close what uses it.",
                     "udp"};
    return std::unique_ptr<UdpSocket>(new UdpSocket(std::move(usedExecutor), std::move(made)));
}

std::uint16_t UdpSocket::port() const noexcept
{
    return state->port;
}

Result<void> UdpSocket::send(const std::string& host, std::uint16_t toPort, std::span<const std::byte> datagram)
{
    error_code problem;
    const auto address = boost::asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, problem);
    if (problem || !address.is_v4())
        return Error{ErrorCode::invalidArgument,
                     "\"" + host + "\" is no IPv4 address: give one, for instance 127.0.0.1.", "udp"};
    const std::scoped_lock lock(state->sending);
    state->sender.send_to(boost::asio::buffer(datagram.data(), datagram.size()), {address, toPort}, 0, problem);
    if (problem)
        state->dropped.fetch_add(1, std::memory_order_relaxed);
    return {};
}

std::uint64_t UdpSocket::droppedDatagrams() const noexcept
{
    return state->dropped.load(std::memory_order_relaxed);
}

} // namespace parley::net
