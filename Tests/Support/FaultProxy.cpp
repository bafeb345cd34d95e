// SPDX-License-Identifier: Apache-2.0
#include "Support/FaultProxy.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <future>
#include <list>
#include <memory>
#include <optional>
#include <random>
#include <thread>
#include <utility>

namespace parley::test
{
namespace
{

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;
using Error = boost::system::error_code;

constexpr auto asTuple = asio::as_tuple(asio::use_awaitable);

/// How long the first whole unit of what a WebSocket service sends is: the answer to the upgrade, then a frame each
/// (RFC 6455, 5.2; a server does not mask). Nothing while it is not there as a whole.
std::optional<std::size_t> firstUnit(const std::string& bytes, bool isUpgraded)
{
    if (!isUpgraded)
    {
        const auto end = bytes.find("\r\n\r\n");
        return end == std::string::npos ? std::nullopt : std::optional(end + 4);
    }
    const auto at = [&](std::size_t index) { return static_cast<std::uint8_t>(bytes[index]); };
    if (bytes.size() < 2)
        return std::nullopt;
    const std::size_t shortLength = at(1) & 0x7FU;
    const std::size_t lengthBytes = shortLength == 127 ? 8 : (shortLength == 126 ? 2 : 0);
    if (bytes.size() < 2 + lengthBytes)
        return std::nullopt;
    std::uint64_t length = lengthBytes == 0 ? shortLength : 0;
    for (std::size_t index = 0; index < lengthBytes; ++index)
        length = (length << 8U) | at(2 + index);
    const auto whole = 2 + lengthBytes + static_cast<std::size_t>(length);
    return bytes.size() < whole ? std::nullopt : std::optional(whole);
}

std::string closeFrame(std::uint16_t code, const std::string& reason)
{
    std::string frame{static_cast<char>(0x88), static_cast<char>(2 + reason.size())};
    frame += static_cast<char>(code >> 8U);
    frame += static_cast<char>(code & 0xFFU);
    return frame + reason;
}

struct Line
{
    explicit Line(const tcp::socket::executor_type& executor)
        : client(executor)
        , service(executor)
    {
    }

    void end(FaultProxy::Ending ending)
    {
        Error ignored;
        for (auto* socket : {&client, &service})
        {
            if (ending == FaultProxy::Ending::reset)
                socket->set_option(asio::socket_base::linger(true, 0), ignored);
            socket->close(ignored);
        }
    }

    tcp::socket client;
    tcp::socket service;
    bool isUpgraded = false;
    bool isSilent = false;
};

} // namespace

struct FaultProxy::Network
{
    explicit Network(std::uint16_t port)
        : servicePort(port)
        , acceptor(io, {asio::ip::address_v4::loopback(), 0})
        , released(io)
    {
        released.expires_at(std::chrono::steady_clock::time_point::max());
        asio::co_spawn(io, accept(), asio::detached);
        thread = std::thread([this] { io.run(); });
    }
    ~Network()
    {
        io.stop();
        thread.join();
    }
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;

    asio::awaitable<void> accept()
    {
        for (;;)
        {
            auto line = std::make_shared<Line>(io.get_executor());
            const auto [failed] = co_await acceptor.async_accept(line->client, asTuple);
            if (failed)
                co_return;
            ++acceptedCount;
            if (refuses)
            {
                line->end(Ending::reset);
                continue;
            }
            lines.remove_if([](const auto& known) { return known.expired(); });
            lines.push_back(line);
            asio::co_spawn(io, serve(line), asio::detached);
        }
    }

    asio::awaitable<void> serve(std::shared_ptr<Line> line)
    {
        const auto [failed] =
            co_await line->service.async_connect({asio::ip::address_v4::loopback(), servicePort}, asTuple);
        if (failed)
        {
            line->end(Ending::reset);
            co_return;
        }
        Error ignored;
        line->client.set_option(tcp::no_delay(true), ignored);
        line->service.set_option(tcp::no_delay(true), ignored);
        asio::co_spawn(io, forwardToService(line), asio::detached);
        co_await forwardToClient(line);
    }

    asio::awaitable<void> forwardToService(std::shared_ptr<Line> line)
    {
        std::array<char, 16384> bytes{};
        for (;;)
        {
            const auto [failed, size] = co_await line->client.async_read_some(asio::buffer(bytes), asTuple);
            if (failed)
                break;
            co_await pass(line, line->service, std::string(bytes.data(), size), stallsToService);
        }
        line->end(Ending::finish);
    }

    asio::awaitable<void> forwardToClient(std::shared_ptr<Line> line)
    {
        std::array<char, 16384> bytes{};
        std::string buffered;
        for (;;)
        {
            const auto [failed, size] = co_await line->service.async_read_some(asio::buffer(bytes), asTuple);
            if (failed)
                break;
            buffered.append(bytes.data(), size);
            while (const auto unit = firstUnit(buffered, line->isUpgraded))
            {
                const auto text = buffered.substr(0, *unit);
                buffered.erase(0, *unit);
                co_await pass(line, line->client, text, stallsToClient);
                line->isUpgraded = true;
                runFaults(text);
            }
        }
        if (!line->isSilent)
            line->end(Ending::finish);
    }

    asio::awaitable<void> pass(std::shared_ptr<Line> line, tcp::socket& to, std::string bytes, const bool& isStalled)
    {
        if (delayTime > 0ms)
        {
            asio::steady_timer wait(io, delayTime);
            co_await wait.async_wait(asTuple);
        }
        while (isStalled)
            co_await released.async_wait(asTuple);
        std::size_t from = 0;
        while (from < bytes.size() && !line->isSilent)
        {
            const auto size = fragmentMost == 0 ? bytes.size() : 1 + random() % fragmentMost;
            const auto piece = asio::buffer(bytes.data() + from, std::min(size, bytes.size() - from));
            from += size;
            const auto [failed, written] = co_await asio::async_write(to, piece, asTuple);
            if (failed)
                co_return;
        }
    }

    void runFaults(const std::string& text)
    {
        for (auto fault = faults.begin(); fault != faults.end();)
        {
            if (text.find(fault->first) == std::string::npos)
            {
                ++fault;
                continue;
            }
            const auto call = std::move(fault->second);
            fault = faults.erase(fault);
            call();
        }
    }

    template <typename Action>
    void forEachLine(Action action)
    {
        for (const auto& weak : lines)
            if (const auto line = weak.lock())
                action(*line);
    }

    /// On the proxy's thread, and done when this returns.
    void run(const std::function<void()>& action)
    {
        if (std::this_thread::get_id() == thread.get_id())
        {
            action();
            return;
        }
        std::promise<void> done;
        asio::post(io,
                   [&]
                   {
                       action();
                       done.set_value();
                   });
        done.get_future().wait();
    }

    const std::uint16_t servicePort;
    asio::io_context io{1};
    tcp::acceptor acceptor;
    asio::steady_timer released;
    std::list<std::weak_ptr<Line>> lines;
    std::list<std::pair<std::string, std::function<void()>>> faults;
    std::chrono::milliseconds delayTime{0};
    std::size_t fragmentMost = 0;
    std::minstd_rand random;
    bool stallsToClient = false;
    bool stallsToService = false;
    bool refuses = false;
    std::atomic<std::size_t> acceptedCount{0};
    std::thread thread;
};

FaultProxy::FaultProxy(std::uint16_t servicePort)
    : network(std::make_unique<Network>(servicePort))
{
}

FaultProxy::~FaultProxy() = default;

std::uint16_t FaultProxy::port() const noexcept
{
    return network->acceptor.local_endpoint().port();
}

void FaultProxy::delay(std::chrono::milliseconds time)
{
    network->run([&] { network->delayTime = time; });
}

void FaultProxy::fragment(std::size_t most, std::uint32_t seed)
{
    network->run(
        [&]
        {
            network->fragmentMost = most;
            network->random.seed(seed);
        });
}

void FaultProxy::stall(Way way)
{
    network->run(
        [&]
        {
            network->stallsToClient = network->stallsToClient || way != Way::toService;
            network->stallsToService = network->stallsToService || way != Way::toClient;
        });
}

void FaultProxy::resume()
{
    network->run(
        [&]
        {
            network->stallsToClient = false;
            network->stallsToService = false;
            network->released.cancel();
        });
}

void FaultProxy::cut(Ending ending)
{
    network->run([&] { network->forEachLine([&](Line& line) { line.end(ending); }); });
}

void FaultProxy::closeTowardClient(std::uint16_t code, const std::string& reason)
{
    network->run(
        [&]
        {
            network->forEachLine(
                [&](Line& line)
                {
                    Error ignored;
                    asio::write(line.client, asio::buffer(closeFrame(code, reason)), ignored);
                    line.isSilent = true;
                });
        });
}

void FaultProxy::goSilent()
{
    network->run([&] { network->forEachLine([](Line& line) { line.isSilent = true; }); });
}

void FaultProxy::refuse(bool isOn)
{
    network->run([&] { network->refuses = isOn; });
}

void FaultProxy::when(std::string serverText, std::function<void()> fault)
{
    network->run([&] { network->faults.emplace_back(std::move(serverText), std::move(fault)); });
}

std::size_t FaultProxy::accepted() const
{
    return network->acceptedCount.load();
}

} // namespace parley::test
