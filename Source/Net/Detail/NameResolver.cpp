// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/NameResolver.h"

#include "Net/Detail/ConnectionErrors.h"

#include <ares.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cstring>
#include <map>
#include <netinet/in.h>
#include <optional>
#include <sys/time.h>

namespace parley::net
{
namespace
{

using namespace std::chrono_literals;
namespace asio = boost::asio;

/// A server that stays silent so long is asked again, and then the next one.
constexpr int tryTimeoutMs = 1000;
constexpr int tries = 4;
/// How long IPv6 may still answer once IPv4 has (RFC 8305, "Resolution Delay").
constexpr auto resolutionDelay = 50ms;

asio::ip::address addressOf(const ares_addrinfo_node& node)
{
    if (node.ai_family == AF_INET)
    {
        sockaddr_in v4{};
        std::memcpy(&v4, node.ai_addr, sizeof v4);
        return asio::ip::address_v4(ntohl(v4.sin_addr.s_addr));
    }
    sockaddr_in6 v6{};
    std::memcpy(&v6, node.ai_addr, sizeof v6);
    asio::ip::address_v6::bytes_type bytes{};
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return asio::ip::address_v6(bytes, v6.sin6_scope_id);
}

bool libraryIsReady()
{
    static const bool ready = ares_library_init(ARES_LIB_INIT_ALL) == ARES_SUCCESS;
    return ready;
}

std::optional<Addresses> withoutAsking(const std::string& host)
{
    boost::system::error_code notNumeric;
    const auto address = asio::ip::make_address(host, notNumeric);
    if (!notNumeric)
        return Addresses{address};
    if (host == "localhost")
        return Addresses{asio::ip::address_v4::loopback(), asio::ip::address_v6::loopback()};
    return std::nullopt;
}

} // namespace

class NameResolver::Query : public std::enable_shared_from_this<Query>
{
public:
    explicit Query(const asio::any_io_executor& runsOn)
        : executor(runsOn)
        , retryTimer(runsOn)
        , settled(runsOn, asio::steady_timer::time_point::max())
    {
    }

    ~Query()
    {
        if (channel != nullptr)
            ares_destroy(channel);
    }

    /// ARES_SUCCESS, or why there can be no query.
    int start(const std::string& host, const std::string& nameServers)
    {
        ares_options options{};
        options.timeout = tryTimeoutMs;
        options.tries = tries;
        options.sock_state_cb = [](void* data, ares_socket_t socket, int readable, int writable)
        { static_cast<Query*>(data)->watch(socket, readable != 0, writable != 0); };
        options.sock_state_cb_data = this;
        const int wanted = ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB;
        if (const int status = ares_init_options(&channel, &options, wanted); status != ARES_SUCCESS)
            return status;
        if (!nameServers.empty())
            if (const int status = ares_set_servers_ports_csv(channel, nameServers.c_str()); status != ARES_SUCCESS)
                return status;
        ask(host, ipv4, AF_INET);
        ask(host, ipv6, AF_INET6);
        scheduleRetry();
        settleWhenDone();
        return ARES_SUCCESS;
    }

    asio::awaitable<void> untilSettled()
    {
        if (!isSettled)
            co_await settled.async_wait(asio::as_tuple(asio::use_awaitable));
    }

    /// Ends the questions; c-ares calls back for each, here and now.
    void cancel()
    {
        if (channel != nullptr)
            ares_cancel(channel);
        retryTimer.cancel();
        settle();
    }

    [[nodiscard]] Result<Addresses> outcome(const std::string& host) const
    {
        auto all = ipv4.addresses;
        all.insert(all.end(), ipv6.addresses.begin(), ipv6.addresses.end());
        if (!all.empty())
            return all;
        const auto absent = [](int status) { return status == ARES_ENOTFOUND || status == ARES_ENODATA; };
        if (absent(ipv4.status) || absent(ipv6.status))
            return hostNotFound(host);
        return nameServersFailed(host, ares_strerror(ipv4.status));
    }

private:
    struct Family
    {
        Query* query = nullptr;
        bool isAnswered = false;
        int status = ARES_ETIMEOUT;
        Addresses addresses;
    };

    struct Watched
    {
        explicit Watched(const asio::any_io_executor& executor, ares_socket_t socket)
            : descriptor(executor, socket)
        {
        }
        ~Watched() { descriptor.release(); } // c-ares closes its own sockets.

        asio::posix::stream_descriptor descriptor;
        bool wantsRead = false;
        bool wantsWrite = false;
        bool awaitsRead = false;
        bool awaitsWrite = false;
    };

    void ask(const std::string& host, Family& family, int addressFamily)
    {
        family.query = this;
        ares_addrinfo_hints hints{};
        hints.ai_family = addressFamily;
        hints.ai_flags = ARES_AI_NOSORT; // Sorting would open sockets towards every address.
        ares_getaddrinfo(
            channel, host.c_str(), nullptr, &hints,
            [](void* data, int status, int, ares_addrinfo* info)
            {
                auto& answered = *static_cast<Family*>(data);
                answered.isAnswered = true;
                answered.status = status;
                if (status == ARES_SUCCESS && info != nullptr)
                    for (const auto* node = info->nodes; node != nullptr; node = node->ai_next)
                        answered.addresses.push_back(addressOf(*node));
                ares_freeaddrinfo(info);
            },
            &family);
    }

    void watch(ares_socket_t socket, bool readable, bool writable)
    {
        if (!readable && !writable)
        {
            sockets.erase(socket);
            return;
        }
        auto& entry = sockets[socket];
        if (entry == nullptr)
            entry = std::make_shared<Watched>(executor, socket);
        entry->wantsRead = readable;
        entry->wantsWrite = writable;
        await(entry, socket);
    }

    void await(const std::shared_ptr<Watched>& entry, ares_socket_t socket)
    {
        if (entry->wantsRead && !entry->awaitsRead)
            awaitOne(entry, socket, asio::posix::descriptor_base::wait_read, &Watched::awaitsRead);
        if (entry->wantsWrite && !entry->awaitsWrite)
            awaitOne(entry, socket, asio::posix::descriptor_base::wait_write, &Watched::awaitsWrite);
    }

    void awaitOne(const std::shared_ptr<Watched>& entry, ares_socket_t socket,
                  asio::posix::descriptor_base::wait_type kind, bool Watched::*awaits)
    {
        (*entry).*awaits = true;
        entry->descriptor.async_wait(kind,
                                     [weakQuery = weak_from_this(), weakEntry = std::weak_ptr(entry), socket, kind,
                                      awaits](const boost::system::error_code& problem)
                                     {
                                         const auto self = weakQuery.lock();
                                         const auto ready = weakEntry.lock();
                                         if (self == nullptr || ready == nullptr)
                                             return;
                                         (*ready).*awaits = false;
                                         if (problem)
                                             return;
                                         const bool isRead = kind == asio::posix::descriptor_base::wait_read;
                                         self->process(isRead ? socket : ARES_SOCKET_BAD,
                                                       isRead ? ARES_SOCKET_BAD : socket);
                                         if (self->sockets.contains(socket) && self->sockets[socket] == ready)
                                             self->await(ready, socket);
                                     });
    }

    void process(ares_socket_t readable, ares_socket_t writable)
    {
        ares_process_fd(channel, readable, writable);
        scheduleRetry();
        settleWhenDone();
    }

    void scheduleRetry()
    {
        timeval next{};
        if (ares_timeout(channel, nullptr, &next) == nullptr)
        {
            retryTimer.cancel();
            return;
        }
        retryTimer.expires_after(std::chrono::seconds(next.tv_sec) + std::chrono::microseconds(next.tv_usec) + 1ms);
        retryTimer.async_wait(
            [weak = weak_from_this()](const boost::system::error_code& problem)
            {
                if (const auto self = weak.lock(); self != nullptr && !problem)
                    self->process(ARES_SOCKET_BAD, ARES_SOCKET_BAD);
            });
    }

    void settleWhenDone()
    {
        if (ipv4.isAnswered && ipv6.isAnswered)
        {
            settle();
            return;
        }
        if (ipv4.isAnswered && !ipv4.addresses.empty())
            giveIPv6Time();
    }

    void giveIPv6Time()
    {
        if (delayTimer)
            return;
        delayTimer.emplace(executor, resolutionDelay);
        delayTimer->async_wait(
            [weak = weak_from_this()](const boost::system::error_code& problem)
            {
                if (const auto self = weak.lock(); self != nullptr && !problem)
                    self->cancel();
            });
    }

    void settle()
    {
        isSettled = true;
        delayTimer.reset();
        settled.cancel();
    }

    asio::any_io_executor executor;
    asio::steady_timer retryTimer;
    asio::steady_timer settled; ///< Never expires; cancelled when the answer stands.
    std::optional<asio::steady_timer> delayTimer;
    std::map<ares_socket_t, std::shared_ptr<Watched>> sockets;
    Family ipv4;
    Family ipv6;
    bool isSettled = false;
    ares_channel channel = nullptr;
};

NameResolver::NameResolver(asio::any_io_executor runsOn, std::string servers)
    : executor(std::move(runsOn))
    , nameServers(std::move(servers))
{
}

NameResolver::~NameResolver()
{
    cancel();
}

asio::awaitable<Result<Addresses>> NameResolver::resolve(std::string host)
{
    if (auto known = withoutAsking(host))
        co_return std::move(*known);
    if (!libraryIsReady())
        co_return nameServersFailed(host, "the resolver does not start");
    const auto current = std::make_shared<Query>(executor);
    query = current;
    if (const int status = current->start(host, nameServers); status != ARES_SUCCESS)
        co_return nameServersFailed(host, ares_strerror(status));
    co_await current->untilSettled();
    co_return current->outcome(host);
}

void NameResolver::cancel()
{
    if (query != nullptr)
        query->cancel();
}

} // namespace parley::net
