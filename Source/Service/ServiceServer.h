// SPDX-License-Identifier: Apache-2.0
// The shell around the sessions: an HTTP and WebSocket server with a thread of its own.
#pragma once

#include "Service/EngineRunner.h"
#include "Service/Service.h"

#include <memory>

namespace parley::service
{

/// Runs on its own network thread, not on the shared Executor: where service and client live in one process, a busy
/// service then never delays the client, and neither waits for the other when it ends.
class Service::Server
{
public:
    /// Connections that have not become sessions yet.
    static constexpr int pendingConnections = 64;

    /// See Service::start.
    [[nodiscard]] static Result<std::unique_ptr<Server>> listen(ServiceOptions options,
                                                                std::unique_ptr<EngineRunner> engines);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept;
    [[nodiscard]] const Secret& key() const noexcept;
    [[nodiscard]] const std::string& address() const noexcept;
    [[nodiscard]] bool isSecure() const noexcept;

    struct Network;

private:
    explicit Server(std::unique_ptr<Network> listening);
    std::unique_ptr<Network> network;
};

} // namespace parley::service
