// SPDX-License-Identifier: Apache-2.0
// The floor under what a session costs: the same frames over as many sockets, made beforehand, and nothing else.
#pragma once

#include "StubService.h"

#include <chrono>
#include <cstddef>
#include <vector>

namespace parley::bench
{

class BareClients
{
public:
    /// Connected to the stub, which speaks to them without a pause; ends the program when that cannot be.
    BareClients(const StubService& stub, std::size_t count);
    ~BareClients();
    BareClients(const BareClients&) = delete;
    BareClients& operator=(const BareClients&) = delete;

    /// Each sends a message of so many bytes every 20 ms and takes what comes. Returns the CPU seconds of one of them
    /// in a minute.
    [[nodiscard]] double cpuSecondsOfMinute(std::size_t messageBytes, std::chrono::seconds duration);

private:
    void sendAll(std::size_t messageBytes) const;
    void receiveUntil(std::chrono::steady_clock::time_point due) const;

    int poll = -1;
    std::vector<int> sockets;
};

} // namespace parley::bench
