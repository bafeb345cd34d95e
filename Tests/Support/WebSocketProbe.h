// SPDX-License-Identifier: Apache-2.0
// A WebSocketClient under test: driven from the test's thread, what it tells is collected.
#pragma once

#include "Net/WebSocketClient.h"

#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace parley::test
{

/// Every wait ends after `patience`, far beyond what any test needs.
class WebSocketProbe
{
public:
    static constexpr std::chrono::seconds patience{30};

    /// Makes the client and opens it.
    explicit WebSocketProbe(net::WebSocketOptions options);
    ~WebSocketProbe();
    WebSocketProbe(const WebSocketProbe&) = delete;
    WebSocketProbe& operator=(const WebSocketProbe&) = delete;

    /// Runs the task with the client on the network thread and waits for it.
    void onNetwork(const std::function<void(net::WebSocketClient&)>& task);
    [[nodiscard]] bool send(const std::string& text);
    void close(std::uint16_t code = 1000, const std::string& reason = {});
    /// Destroys the client, on the network thread.
    void destroy();
    /// From now on the client is destroyed inside its own handler when a text arrives or when it opens.
    void destroyInsideHandlers();

    [[nodiscard]] bool waitUntilOpen();
    /// The first `count` texts, or fewer when no more came.
    [[nodiscard]] std::vector<std::string> waitForTexts(std::size_t count);
    [[nodiscard]] std::optional<net::CloseInfo> waitUntilClosed();
    [[nodiscard]] bool hasClosed();
    [[nodiscard]] net::ConnectTimings timings();

private:
    template <typename Condition>
    bool waitFor(std::unique_lock<std::mutex>& lock, Condition condition);
    net::WebSocketHandlers handlers();

    std::shared_ptr<Executor> executor = Executor::shared();
    std::unique_ptr<net::WebSocketClient> client; ///< Network thread only.
    bool destroysInside = false;                  ///< Network thread only.
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<net::ConnectTimings> opened;
    std::vector<std::string> texts;
    std::optional<net::CloseInfo> closed;
};

/// An address of this machine, and deadlines so long that only a test that shortens one meets it.
[[nodiscard]] net::WebSocketOptions optionsFor(const std::string& address);

} // namespace parley::test
