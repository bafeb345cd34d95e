// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/ConnectionShelf.h"

#include <cerrno>
#include <sys/socket.h>
#include <utility>

namespace parley::net
{
namespace
{

/// A service that closed an idle connection has said so: its end, or its farewell, waits to be read.
bool isQuiet(HttpConnection& connection)
{
    char byte = 0;
    const auto got = ::recv(connection.transport.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

} // namespace

std::string ConnectionShelf::keyFor(const Url& url, const HttpOptions& options)
{
    const char gap = '\n';
    return url.scheme + "://" + url.host + ":" + std::to_string(url.port) + gap + options.trust.bundlePath + gap +
           options.proxy.secure.text + gap + options.proxy.plain.text + gap + options.proxy.noProxy + gap +
           options.nameServers + gap + (options.refusesPrivateAddresses ? "public" : "any");
}

ConnectionShelf::Place ConnectionShelf::takePlace(const std::string& key, std::weak_ptr<std::function<void()>> onPlace)
{
    auto& host = hosts[key];
    if (host.places < limits.connectionsPerHost)
    {
        ++host.places;
        return Place::granted;
    }
    std::erase_if(host.waiting, [](const auto& waiter) { return waiter.expired(); });
    if (host.waiting.size() >= limits.waitingPerHost)
    {
        ++refused;
        return Place::refused;
    }
    host.waiting.push_back(std::move(onPlace));
    return Place::later;
}

std::unique_ptr<HttpConnection> ConnectionShelf::takeIdle(const std::string& key)
{
    auto& idle = hosts[key].idle;
    while (!idle.empty())
    {
        auto connection = std::move(idle.back().connection);
        idle.pop_back();
        if (isQuiet(*connection))
            return connection;
    }
    return nullptr;
}

void ConnectionShelf::giveBack(const std::string& key, std::unique_ptr<HttpConnection> reusable)
{
    auto& host = hosts[key];
    if (reusable != nullptr && limits.idle.count() > 0)
    {
        reusable->onWriteStalled = nullptr;
        const auto place = host.idle.insert(host.idle.end(), {std::move(reusable), nullptr});
        // The list owns the deadline, so it cannot outlive its place.
        place->deadline = std::make_unique<Deadline>(executor.detail().ioContext.get_executor(),
                                                     [this, key, place] { hosts[key].idle.erase(place); });
        place->deadline->start(limits.idle);
    }
    passPlaceOn(host);
}

void ConnectionShelf::passPlaceOn(Host& host)
{
    while (!host.waiting.empty())
    {
        const auto next = host.waiting.front().lock();
        host.waiting.pop_front();
        if (next == nullptr)
            continue;
        (*next)();
        return;
    }
    --host.places;
}

void ConnectionShelf::closeIdle()
{
    limits.idle = std::chrono::milliseconds(0);
    for (auto& [key, host] : hosts)
        host.idle.clear();
}

} // namespace parley::net
