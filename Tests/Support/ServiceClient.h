// SPDX-License-Identifier: Apache-2.0
// A plain WebSocket client of the service, on the test's own thread; records every frame.
#pragma once

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace parley::service
{

class ServiceClient
{
public:
    using Json = nlohmann::json;
    using Headers = std::map<std::string, std::string>;

    /// Connects and upgrades; a refused upgrade leaves its HTTP status in `httpStatus`.
    ServiceClient(std::uint16_t port, const std::string& target, const Headers& headers);
    ~ServiceClient();
    ServiceClient(const ServiceClient&) = delete;
    ServiceClient& operator=(const ServiceClient&) = delete;

    void send(const Json& event);
    void sendText(const std::string& text);
    void sendBinary();
    /// The next event, or nothing when the service closed or 60 s have passed.
    [[nodiscard]] std::optional<Json> receive();
    /// Waits for the next PING; its bytes, or nothing when 60 s have passed. Nothing can be received after it.
    [[nodiscard]] std::optional<std::string> awaitPing();
    void sendPing();
    /// Receives until this type; the event, or null.
    [[nodiscard]] Json await(const std::string& type);

    [[nodiscard]] int httpStatus() const noexcept { return status; }
    [[nodiscard]] int closeCode() const;
    [[nodiscard]] std::string closeReason() const;

    std::vector<Json> received;
    std::vector<std::string> pings; ///< That the service sent; each is answered.
    std::size_t pongs = 0;

private:
    void write(const std::string& text);

    struct Socket;
    std::unique_ptr<Socket> socket;
    int status = 101;
};

} // namespace parley::service
