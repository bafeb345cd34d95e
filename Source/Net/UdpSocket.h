// SPDX-License-Identifier: Apache-2.0
// Datagrams in and out of one port of this machine.
#pragma once

#include "Base/Executor.h"
#include "Base/Result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace parley::net
{

struct UdpOptions
{
    std::uint16_t port = 0;       ///< 0: any that is free.
    bool isOpenToNetwork = false; ///< Else only this machine can reach it.
};

class UdpSocket
{
public:
    using Handler = std::function<void(std::span<const std::byte> datagram)>;

    /// The handler is called on the network thread until the socket is gone. An error of code connectFailed when the
    /// port is taken. @thread any but audio
    [[nodiscard]] static Result<std::unique_ptr<UdpSocket>> open(std::shared_ptr<Executor> usedExecutor,
                                                                 const UdpOptions& options, Handler handler);
    /// The handler is not called any more once it returned; waits for a call under way. @thread any but audio
    ~UdpSocket();
    UdpSocket(const UdpSocket&) = delete;
    UdpSocket& operator=(const UdpSocket&) = delete;

    /// @thread any
    [[nodiscard]] std::uint16_t port() const noexcept;

    /// Sends at once or not at all: a datagram that the system does not take is dropped and counted. `host` is an
    /// IP address or localhost; invalidArgument for anything else, for a name would have to be looked up.
    /// @thread any but audio
    Result<void> send(const std::string& host, std::uint16_t toPort, std::span<const std::byte> datagram);

    /// @thread any
    [[nodiscard]] std::uint64_t droppedDatagrams() const noexcept;

private:
    struct State;
    UdpSocket(std::shared_ptr<Executor> usedExecutor, std::shared_ptr<State> made);
    std::shared_ptr<Executor> executor;
    std::shared_ptr<State> state;
};

} // namespace parley::net
