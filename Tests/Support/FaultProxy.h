// SPDX-License-Identifier: Apache-2.0
// A TCP proxy between a client and a WebSocket service that does to connections what networks do to them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace parley::test
{

/// Every function may be called from any thread and takes effect before it returns, except from inside a fault of
/// `when`, where it takes effect when that returns. What comes from the service is handled frame by frame, so that a
/// fault falls between two frames; what comes from the client, as it arrives.
class FaultProxy
{
public:
    enum class Way
    {
        toClient,
        toService,
        both
    };
    enum class Ending
    {
        reset, ///< RST: the peer is gone.
        finish ///< FIN: the peer has closed its side, without a CLOSE frame.
    };

    /// Listens on a port of its own on 127.0.0.1 and forwards to the service's.
    explicit FaultProxy(std::uint16_t servicePort);
    ~FaultProxy();
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept;

    /// Each piece waits so long.
    void delay(std::chrono::milliseconds time);
    /// Every write is cut into pieces of 1 to `most` bytes, drawn by `seed`; 0 ends it.
    void fragment(std::size_t most, std::uint32_t seed = 1);

    /// Nothing goes this way any more, and nothing is lost.
    void stall(Way way);
    void resume();

    /// Ends every connection there is.
    void cut(Ending ending);
    /// Says CLOSE to every client in the service's place.
    void closeTowardClient(std::uint16_t code, const std::string& reason);
    /// The connections there are stay open, and what is sent over them goes nowhere.
    void goSilent();

    /// While it is on, whoever connects is reset at once.
    void refuse(bool isOn);

    /// Calls the fault on the proxy's thread, once, as soon as a frame of the service that holds this text has been
    /// forwarded and before the next one is.
    void when(std::string serverText, std::function<void()> fault);

    /// How many connections were accepted so far.
    [[nodiscard]] std::size_t accepted() const;

private:
    struct Network;
    std::unique_ptr<Network> network;
};

} // namespace parley::test
