// SPDX-License-Identifier: Apache-2.0
#include "Support/WebSocketProbe.h"

namespace parley::test
{

using namespace std::chrono_literals;

WebSocketProbe::WebSocketProbe(net::WebSocketOptions options)
{
    std::promise<void> made;
    executor->post(
        [&]
        {
            client = std::make_unique<net::WebSocketClient>(*executor, std::move(options), handlers());
            client->open();
            made.set_value();
        });
    made.get_future().wait();
}

WebSocketProbe::~WebSocketProbe()
{
    destroy();
}

net::WebSocketHandlers WebSocketProbe::handlers()
{
    const auto note = [this](auto&& what)
    {
        {
            const std::scoped_lock lock(mutex);
            what();
        }
        changed.notify_all();
    };
    net::WebSocketHandlers told;
    told.onOpen = [this, note](const net::ConnectTimings& timings)
    {
        if (destroysInside)
            client.reset();
        note([&] { opened = timings; });
    };
    told.onText = [this, note](std::string_view text)
    {
        if (destroysInside)
            client.reset();
        note([&] { texts.emplace_back(text); });
    };
    told.onClosed = [note, this](const net::CloseInfo& info) { note([&] { closed = info; }); };
    return told;
}

void WebSocketProbe::onNetwork(const std::function<void(net::WebSocketClient&)>& task)
{
    std::promise<void> done;
    executor->post(
        [&]
        {
            if (client != nullptr)
                task(*client);
            done.set_value();
        });
    done.get_future().wait();
}

bool WebSocketProbe::send(const std::string& text)
{
    bool isAccepted = false;
    onNetwork([&](net::WebSocketClient& open) { isAccepted = open.send(text); });
    return isAccepted;
}

void WebSocketProbe::close(std::uint16_t code, const std::string& reason)
{
    onNetwork([&](net::WebSocketClient& open) { open.close(code, reason); });
}

void WebSocketProbe::destroy()
{
    onNetwork([&](net::WebSocketClient&) { client.reset(); });
}

void WebSocketProbe::destroyInsideHandlers()
{
    onNetwork([&](net::WebSocketClient&) { destroysInside = true; });
}

template <typename Condition>
bool WebSocketProbe::waitFor(std::unique_lock<std::mutex>& lock, Condition condition)
{
    return changed.wait_for(lock, patience, condition);
}

bool WebSocketProbe::waitUntilOpen()
{
    std::unique_lock lock(mutex);
    return waitFor(lock, [&] { return opened.has_value() || closed.has_value(); }) && opened.has_value();
}

std::vector<std::string> WebSocketProbe::waitForTexts(std::size_t count)
{
    std::unique_lock lock(mutex);
    waitFor(lock, [&] { return texts.size() >= count || closed.has_value(); });
    return texts;
}

std::optional<net::CloseInfo> WebSocketProbe::waitUntilClosed()
{
    std::unique_lock lock(mutex);
    waitFor(lock, [&] { return closed.has_value(); });
    return closed;
}

bool WebSocketProbe::hasClosed()
{
    const std::scoped_lock lock(mutex);
    return closed.has_value();
}

net::ConnectTimings WebSocketProbe::timings()
{
    const std::scoped_lock lock(mutex);
    return opened.value_or(net::ConnectTimings{});
}

net::WebSocketOptions optionsFor(const std::string& address)
{
    net::WebSocketOptions options;
    options.url = net::Url::parse(address).value();
    options.deadlines = {20s, 20s, 20s, 20s, 20s, 20s, 20s, 20s, 20s};
    return options;
}

} // namespace parley::test
